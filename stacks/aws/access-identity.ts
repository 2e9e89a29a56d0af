import { IdentityProviderConfig } from '@pulumi/aws/eks/identityProviderConfig.js';
import { ComponentResource, type ComponentResourceOptions } from '@pulumi/pulumi';
import type { AccessSpec } from '../../spec/access.ts';
import { ACCESS_ACCOUNTS } from '../../spec/access-identity.ts';
import type { AccessFacts } from '../../spec/facts.ts';
import { clientOf, issuerOf } from '../../spec/sign-in.ts';
import type { AwsTarget } from '../../spec/target.ts';
import type { Cluster } from './cluster.ts';
import { partitionOf, policyDocument, type Statement } from './iam.ts';
import { PodRole } from './pod-role.ts';

/** What the way in may do on AWS. */
export interface AccessIdentityArgs {
  /** The cluster whose pods they are. */
  readonly cluster: Cluster;
  /** Account and region. */
  readonly target: AwsTarget;
  /** Name of the cluster. */
  readonly clusterName: string;
  /** What the spec says about the way in. */
  readonly access: AccessSpec;
  /** What the manifests count on. */
  readonly facts: AccessFacts;
}

/**
 * Roles of the controllers of the way in, each with one zone or one beginning of secrets' names; and the issuer whose tokens
 * the API server takes.
 *
 * EKS reaches an issuer from outside the network, so one that runs in the cluster is not given to it: it would not come up
 * before the cluster does. @see https://docs.aws.amazon.com/eks/latest/userguide/authenticate-oidc-identity-provider.html
 */
export class AccessIdentity extends ComponentResource {
  public constructor(name: string, args: AccessIdentityArgs, opts?: ComponentResourceOptions) {
    super('plinth:aws:AccessIdentity', name, {}, opts);
    const { access, facts } = args;
    const zone = facts.dns?.provider === 'aws' ? access.dns?.id : undefined;
    if (zone !== undefined) {
      this.#role(name, args, 'dns', recordRights(args.target, zone));
      if (access.certificates.kind === 'acme') this.#role(name, args, 'certificates', proofRights(args.target, zone));
    }
    if (facts.secretStore?.kind === 'aws')
      this.#role(name, args, 'secrets', [secretRights(args.target, facts.secretStore.prefix)]);
    if (access.signIn.kind === 'oidc') this.#issuer(name, args);
    this.registerOutputs();
  }

  #role(
    name: string,
    args: AccessIdentityArgs,
    what: keyof typeof ACCESS_ACCOUNTS,
    rights: readonly Statement[],
  ): void {
    const { cluster, clusterName, target } = args;
    new PodRole(
      `${name}-${what}`,
      {
        cluster,
        target,
        clusterName,
        role: `${clusterName}-${what}`,
        policy: JSON.stringify(policyDocument(...rights)),
        accounts: [ACCESS_ACCOUNTS[what]],
      },
      { parent: this },
    );
  }

  #issuer(name: string, { access, cluster }: AccessIdentityArgs): void {
    const { clientId, groupsClaim, usernameClaim } = clientOf(access);
    new IdentityProviderConfig(
      name,
      {
        clusterName: cluster.eks.name,
        oidc: {
          identityProviderConfigName: 'sign-in',
          issuerUrl: issuerOf(access),
          clientId,
          usernameClaim,
          usernamePrefix: access.groupsPrefix,
          groupsClaim,
          groupsPrefix: access.groupsPrefix,
        },
      },
      { parent: this, deletedWith: cluster.eks },
    );
  }
}

/** Records of one zone; which zones there are may be seen, as AWS has no narrower right for it. */
function recordRights({ region }: AwsTarget, zone: string): readonly Statement[] {
  return [
    {
      Effect: 'Allow',
      Action: ['route53:ChangeResourceRecordSets', 'route53:ListResourceRecordSets'],
      Resource: zoneArn(region, zone),
    },
    { Effect: 'Allow', Action: ['route53:ListHostedZones', 'route53:ListTagsForResources'], Resource: '*' },
  ];
}

/** Only the records by which ACME is shown that the zone is ours, and whether a change has arrived. */
function proofRights({ region }: AwsTarget, zone: string): readonly Statement[] {
  return [
    {
      Effect: 'Allow',
      Action: 'route53:ChangeResourceRecordSets',
      Resource: zoneArn(region, zone),
      Condition: { 'ForAllValues:StringEquals': { 'route53:ChangeResourceRecordSetsRecordTypes': ['TXT'] } },
    },
    { Effect: 'Allow', Action: 'route53:ListResourceRecordSets', Resource: zoneArn(region, zone) },
    { Effect: 'Allow', Action: 'route53:GetChange', Resource: `arn:${partitionOf(region)}:route53:::change/*` },
  ];
}

/** Secrets of this platform, to read. */
function secretRights({ account, region }: AwsTarget, prefix: string): Statement {
  return {
    Effect: 'Allow',
    Action: ['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue'],
    Resource: `arn:${partitionOf(region)}:secretsmanager:${region}:${account}:secret:${prefix}/*`,
  };
}

function zoneArn(region: string, zone: string): string {
  return `arn:${partitionOf(region)}:route53:::hostedzone/${zone}`;
}
