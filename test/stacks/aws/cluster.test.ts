import { beforeAll, describe, expect, test } from 'vitest';
import { allOf, before, stackOf, the } from '../recorded-stack.ts';
import type { Registered } from '../recording.ts';
import { onAws, statements } from './aws-sample.ts';

const CLUSTER = 'aws:eks/cluster:Cluster';
const ADD_ON = 'aws:eks/addon:Addon';

describe('the cluster on AWS', () => {
  let run: readonly Registered[] = [];
  beforeAll(async () => {
    run = await stackOf(onAws(), { layer: 'infrastructure' });
  });

  test('has chosen settings, all of them written out', () => {
    expect(the(run, CLUSTER).inputs).toEqual({
      name: 'atlas-prod',
      version: '1.36',
      roleArn: 'arn:aws:test:::atlas-prod-cluster-role',
      accessConfig: { authenticationMode: 'API', bootstrapClusterCreatorAdminPermissions: true },
      bootstrapSelfManagedAddons: false,
      deletionProtection: true,
      enabledClusterLogTypes: ['api', 'audit', 'authenticator', 'controllerManager', 'scheduler'],
      encryptionConfig: { provider: { keyArn: 'arn:aws:test:::atlas-prod-cluster-key' }, resources: ['secrets'] },
      kubernetesNetworkConfig: { ipFamily: 'ipv4', serviceIpv4Cidr: '172.20.0.0/16' },
      upgradePolicy: { supportType: 'STANDARD' },
      vpcConfig: {
        endpointPrivateAccess: true,
        endpointPublicAccess: true,
        subnetIds: [0, 1, 2].map((zone) => `atlas-prod-network-zone-${zone}-control-plane-id`),
      },
    });
  });

  test('answers the networks that the spec names, or nobody outside', async () => {
    const access = async (apiAccess: NonNullable<Parameters<typeof onAws>[1]>['apiAccess']) =>
      the(await stackOf(onAws({}, { apiAccess }), { layer: 'infrastructure' }), CLUSTER).inputs['vpcConfig'];
    expect(await access({ kind: 'public', from: ['203.0.113.0/24'] })).toMatchObject({
      endpointPrivateAccess: true,
      endpointPublicAccess: true,
      publicAccessCidrs: ['203.0.113.0/24'],
    });
    const closed = await access({ kind: 'private' });
    expect(closed).toMatchObject({ endpointPrivateAccess: true, endpointPublicAccess: false });
    expect(closed).not.toHaveProperty('publicAccessCidrs');
  });

  test('is made after its log group and its rights, and goes before them', () => {
    const earlier = before(run, the(run, CLUSTER));
    const log = the(run, 'aws:cloudwatch/logGroup:LogGroup');
    expect(log.inputs).toEqual({ name: '/aws/eks/atlas-prod/cluster', retentionInDays: 90 });
    expect(earlier).toContain(log.urn);
    expect(earlier).toContain(
      the(run, 'aws:iam/rolePolicyAttachment:RolePolicyAttachment', 'atlas-prod-cluster-role').urn,
    );
  });

  test('protects itself and its key, unless everything is to go', async () => {
    expect(the(run, CLUSTER)).toMatchObject({ protect: true });
    const key = the(run, 'aws:kms/key:Key');
    expect(key).toMatchObject({ protect: true, retainOnDelete: true });
    expect(key.inputs).toMatchObject({ enableKeyRotation: true, deletionWindowInDays: 30 });
    const ephemeral = await stackOf(onAws(), { layer: 'infrastructure', deletion: 'ephemeral' });
    expect(the(ephemeral, CLUSTER)).toMatchObject({ protect: false, inputs: { deletionProtection: false } });
    expect(the(ephemeral, 'aws:kms/key:Key')).toMatchObject({ protect: false, retainOnDelete: false });
  });

  test('is reached by a command that asks AWS for a token, and by no token', () => {
    const provider = the(run, 'pulumi:providers:kubernetes');
    const config = JSON.parse(provider.inputs['kubeconfig'] as string);
    expect(config.clusters).toEqual([
      {
        name: 'atlas-prod',
        cluster: { server: 'https://cluster.example.org', 'certificate-authority-data': 'Q0E=' },
      },
    ]);
    expect(config.users[0].user).toEqual({
      exec: {
        apiVersion: 'client.authentication.k8s.io/v1',
        command: 'aws',
        args: ['eks', 'get-token', '--cluster-name', 'atlas-prod', '--region', 'eu-west-1', '--output', 'json'],
        interactiveMode: 'Never',
      },
    });
    expect(provider.inputs).toMatchObject({
      clusterIdentifier: 'arn:aws:eks:eu-west-1:111122223333:cluster/atlas-prod',
      enableServerSideApply: 'true',
      upsertExistingObjects: 'true',
    });
  });

  test('takes credentials from the same profile as the provider', async () => {
    const profiled = await stackOf(onAws(), { layer: 'infrastructure', config: { 'aws:profile': 'atlas' } });
    expect(the(profiled, 'pulumi:providers:aws').inputs['profile']).toBe('atlas');
    const { users } = JSON.parse(the(profiled, 'pulumi:providers:kubernetes').inputs['kubeconfig'] as string);
    expect(users[0].user.exec.env).toEqual([{ name: 'AWS_PROFILE', value: 'atlas' }]);
  });

  test('is built by a provider that refuses other accounts and tags everything', () => {
    expect(the(run, 'pulumi:providers:aws').inputs).toEqual({
      region: 'eu-west-1',
      allowedAccountIds: '["111122223333"]',
      defaultTags: '{"tags":{"plinth.dev/platform":"atlas","plinth.dev/environment":"prod"}}',
      skipCredentialsValidation: 'false',
      skipRegionValidation: 'true',
    });
  });

  test('is found by Karpenter under the tag of the facts, and only where Karpenter is', async () => {
    expect(the(run, 'aws:ec2/tag:Tag').inputs).toEqual({
      resourceId: 'sg-cluster',
      key: 'karpenter.sh/discovery',
      value: 'atlas-prod',
    });
    const fixed = await stackOf(onAws({}, { autoscaler: 'none' }), { layer: 'infrastructure' });
    expect(allOf(fixed, 'aws:ec2/tag:Tag')).toEqual([]);
  });
});

describe('the add-ons of EKS', () => {
  let run: readonly Registered[] = [];
  beforeAll(async () => {
    run = await stackOf(onAws(), { layer: 'infrastructure' });
  });

  test('are all that a cluster needs, and go with it', () => {
    const addOns = allOf(run, ADD_ON);
    expect(addOns.map(({ inputs }) => inputs['addonName']).sort()).toEqual([
      'aws-ebs-csi-driver',
      'aws-efs-csi-driver',
      'coredns',
      'eks-node-monitoring-agent',
      'eks-pod-identity-agent',
      'kube-proxy',
      'vpc-cni',
    ]);
    for (const { deletedWith } of addOns) expect(deletedWith).toBe(the(run, CLUSTER).urn);
  });

  test('keep NetworkPolicies: without it teams could reach one another', () => {
    const plugin = the(run, ADD_ON, 'atlas-prod-node-add-ons-vpc-cni');
    expect(JSON.parse(plugin.inputs['configurationValues'] as string)).toEqual({ enableNetworkPolicy: 'true' });
    expect(plugin.inputs['podIdentityAssociations']).toEqual([
      { roleArn: 'arn:aws:test:::atlas-prod-node-add-ons-vpc-cni', serviceAccount: 'aws-node' },
    ]);
  });

  test('are there before machines where machines need them, and after where they need machines', () => {
    const system = the(run, 'aws:eks/nodeGroup:NodeGroup', 'atlas-prod-pools-plinth-system');
    expect(before(run, system)).toContain(the(run, ADD_ON, 'atlas-prod-node-add-ons-vpc-cni').urn);
    expect(before(run, the(run, ADD_ON, 'atlas-prod-add-ons-coredns'))).toContain(system.urn);
  });

  test('have roles that no other cluster’s pods can take', () => {
    const role = the(run, 'aws:iam/role:Role', 'atlas-prod-add-ons-aws-ebs-csi-driver');
    expect(role.inputs['name']).toBe('atlas-prod-aws-ebs-csi-driver');
    expect(statements(role.inputs['assumeRolePolicy'])).toEqual([
      {
        Effect: 'Allow',
        Action: ['sts:AssumeRole', 'sts:TagSession'],
        Principal: { Service: 'pods.eks.amazonaws.com' },
        Condition: {
          StringEquals: { 'aws:RequestTag/eks-cluster-arn': 'arn:aws:eks:eu-west-1:111122223333:cluster/atlas-prod' },
        },
      },
    ]);
  });
});
