import { Addon } from '@pulumi/aws/eks/addon.js';
import { Role } from '@pulumi/aws/iam/role.js';
import { RolePolicyAttachment } from '@pulumi/aws/iam/rolePolicyAttachment.js';
import { ComponentResource, type ComponentResourceOptions, type Resource } from '@pulumi/pulumi';
import type { AwsTarget } from '../../spec/target.ts';
import type { Cluster } from './cluster.ts';
import { clusterArn, managedPolicy, trustedPods } from './iam.ts';

/** Which add-ons of EKS, and for which cluster. */
export interface AddOnsArgs {
  /** The cluster. */
  readonly cluster: Cluster;
  /** Account and region. */
  readonly target: AwsTarget;
  /** Name of the cluster. */
  readonly clusterName: string;
  /** The add-ons, by their name at EKS. */
  readonly addOns: Readonly<Record<string, AddOnSettings>>;
  /** What must be there before. @default - the cluster */
  readonly after?: readonly Resource[];
}

/** How one add-on differs from EKS' own settings. */
export interface AddOnSettings {
  /** Its configuration. @default - EKS' own */
  readonly values?: object;
  /** Service account and policy of AWS that it works with. @default - it calls nothing outside the cluster */
  readonly identity?: { readonly serviceAccount: string; readonly policy: string };
}

/** What a machine needs before it can be ready: addresses for pods, ways to Services, and credentials for both. */
export const NODE_ADD_ONS: Readonly<Record<string, AddOnSettings>> = {
  'eks-pod-identity-agent': {},
  'kube-proxy': {},
  'vpc-cni': {
    // Without it NetworkPolicies are stored and nobody keeps them: teams could reach each other.
    values: { enableNetworkPolicy: 'true' },
    identity: { serviceAccount: 'aws-node', policy: 'AmazonEKS_CNI_Policy' },
  },
};

/** What runs on machines: the driver of FSx for Lustre only where somebody asked for it. */
export function clusterAddOns({ lustre }: Pick<AwsTarget, 'lustre'>): Readonly<Record<string, AddOnSettings>> {
  return lustre === undefined ? CLUSTER_ADD_ONS : { ...CLUSTER_ADD_ONS, ...LUSTRE_ADD_ON };
}

const LUSTRE_ADD_ON: Readonly<Record<string, AddOnSettings>> = {
  'aws-fsx-csi-driver': { identity: { serviceAccount: 'fsx-csi-controller-sa', policy: 'AmazonFSxFullAccess' } },
};

const CLUSTER_ADD_ONS: Readonly<Record<string, AddOnSettings>> = {
  'aws-ebs-csi-driver': {
    identity: { serviceAccount: 'ebs-csi-controller-sa', policy: 'service-role/AmazonEBSCSIDriverPolicy' },
  },
  'aws-efs-csi-driver': {
    identity: { serviceAccount: 'efs-csi-controller-sa', policy: 'service-role/AmazonEFSCSIDriverPolicy' },
  },
  coredns: {},
  // Reports what kubelet cannot see, such as a failed accelerator; node repair acts on it.
  'eks-node-monitoring-agent': {},
};

/**
 * Add-ons that EKS keeps, each with the rights of its own service account and none of the machine's.
 *
 * Their versions are EKS' default for the cluster's minor at the time they are made; the catalogue does not pin them.
 * They go with the cluster (`deletedWith`), so that volumes are deleted while their driver still runs.
 */
export class AddOns extends ComponentResource {
  /** The add-ons. */
  public readonly made: readonly Addon[];
  readonly #args: AddOnsArgs;
  readonly #name: string;

  public constructor(name: string, args: AddOnsArgs, opts?: ComponentResourceOptions) {
    super('plinth:aws:AddOns', name, {}, opts);
    this.#name = name;
    this.#args = args;
    this.made = Object.entries(args.addOns).map(([addOn, settings]) => this.#addOn(addOn, settings));
    this.registerOutputs();
  }

  #addOn(addonName: string, { identity, values }: AddOnSettings): Addon {
    const { after = [], cluster } = this.#args;
    const role = identity && this.#role(addonName, identity.policy);
    return new Addon(
      `${this.#name}-${addonName}`,
      {
        clusterName: cluster.eks.name,
        addonName,
        configurationValues: values && JSON.stringify(values),
        podIdentityAssociations:
          identity && role ? [{ roleArn: role.arn, serviceAccount: identity.serviceAccount }] : undefined,
        preserve: false,
        resolveConflictsOnCreate: 'OVERWRITE',
        resolveConflictsOnUpdate: 'OVERWRITE',
      },
      { parent: this, dependsOn: [...after, ...(role ? [role.attachment] : [])], deletedWith: cluster.eks },
    );
  }

  #role(addOn: string, policy: string) {
    const { clusterName, target } = this.#args;
    const name = `${this.#name}-${addOn}`;
    const assumeRolePolicy = trustedPods(clusterArn(target.region, target.account, clusterName));
    const role = new Role(name, { name: `${clusterName}-${addOn}`, assumeRolePolicy }, { parent: this });
    const policyArn = managedPolicy(target.region, policy);
    const attachment = new RolePolicyAttachment(name, { role: role.name, policyArn }, { parent: this });
    return { arn: role.arn, attachment };
  }
}
