import { beforeAll, describe, expect, test } from 'vitest';
import { allOf, before, stackOf, the } from '../recorded-stack.ts';
import type { Registered } from '../recording.ts';
import { factsOf } from '../target-sample.ts';
import { onAws, statements } from './aws-sample.ts';

const ASSOCIATION = 'aws:eks/podIdentityAssociation:PodIdentityAssociation';
const BUCKET = `arn:aws:s3:::${factsOf(onAws()).teams[0]?.bucket?.name}`;

describe('identities on AWS', () => {
  let run: readonly Registered[] = [];
  beforeAll(async () => {
    run = await stackOf(onAws());
  });

  test('let a team’s pods read and write its own bucket, and nothing else', () => {
    expect(the(run, 'aws:iam/role:Role', 'atlas-prod-identity-team-vision').inputs['name']).toBe(
      'atlas-prod-team-vision',
    );
    const policy = the(run, 'aws:iam/rolePolicy:RolePolicy', 'atlas-prod-identity-team-vision').inputs['policy'];
    expect(statements(policy).map(({ Effect, Resource }) => ({ Effect, Resource }))).toEqual([
      { Effect: 'Allow', Resource: BUCKET },
      { Effect: 'Allow', Resource: `${BUCKET}/*` },
    ]);
    expect(policy).not.toMatch(/ObjectVersion|s3:\*/);
    expect(the(run, ASSOCIATION, 'atlas-prod-identity-team-vision-vision')).toMatchObject({
      inputs: {
        clusterName: 'atlas-prod',
        namespace: 'vision',
        serviceAccount: 'team',
        roleArn: 'arn:aws:test:::atlas-prod-identity-team-vision',
      },
      deletedWith: the(run, 'aws:eks/cluster:Cluster').urn,
    });
  });

  test('serve the fabric namespace of a team too', async () => {
    const input = onAws();
    const teams = input.teams.map((team) => ({ ...team, fabric: 'allowed' as const }));
    const names = allOf(await stackOf({ ...input, teams }), ASSOCIATION).map(({ inputs }) => inputs['namespace']);
    expect(names.sort()).toEqual(['karpenter', 'vision', 'vision-fabric']);
  });

  test('serve the namespace of a team’s experiments, and the database there that is backed up', async () => {
    const input = {
      ...onAws(),
      access: {
        domain: 'ml.example.org',
        signIn: { kind: 'oidc' as const, issuer: 'https://idp.example.org/realms/ml' },
      },
      registry: { hosts: { external: 'registry.example.org', internal: 'registry.atlas.internal' } },
    };
    const accounts = allOf(await stackOf(input), ASSOCIATION).map(
      ({ inputs }) => `${inputs['namespace']}/${inputs['serviceAccount']}`,
    );
    expect(accounts).toEqual(
      expect.arrayContaining(['vision/team', 'vision-tracking/team', 'vision-tracking/mlflow-database']),
    );
    expect(accounts.filter((each) => each.startsWith('vision'))).toHaveLength(3);
  });

  test('of machines are one role under the name of the facts, let in before the first machine', () => {
    const role = the(run, 'aws:iam/role:Role', 'atlas-prod-identity-node');
    expect(role.inputs['name']).toBe('atlas-prod-node');
    const entry = the(run, 'aws:eks/accessEntry:AccessEntry');
    expect(entry.inputs).toEqual({
      clusterName: 'atlas-prod',
      principalArn: 'arn:aws:test:::atlas-prod-identity-node',
      type: 'EC2_LINUX',
    });
    for (const group of allOf(run, 'aws:eks/nodeGroup:NodeGroup')) expect(before(run, group)).toContain(entry.urn);
    const attached = allOf(run, 'aws:iam/rolePolicyAttachment:RolePolicyAttachment')
      .filter(({ inputs }) => inputs['role'] === 'atlas-prod-node')
      .map(({ inputs }) => inputs['policyArn']);
    expect(attached.sort()).toEqual([
      'arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly',
      'arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy',
    ]);
  });

  test('of Karpenter are bound to the account that its chart makes', () => {
    expect(the(run, ASSOCIATION, 'atlas-prod-identity-karpenter-karpenter').inputs).toMatchObject({
      namespace: 'karpenter',
      serviceAccount: 'karpenter',
    });
  });

  test('of Karpenter start nothing without the cluster’s tag, stop nothing without it, and pass on one role', () => {
    const policy = statements(
      the(run, 'aws:iam/rolePolicy:RolePolicy', 'atlas-prod-identity-karpenter').inputs['policy'],
    );
    const allowing = (action: string) => policy.filter(({ Action }) => [Action].flat().includes(action));
    for (const { Condition } of allowing('ec2:TerminateInstances'))
      expect(Condition?.['StringEquals']).toEqual({ 'aws:ResourceTag/kubernetes.io/cluster/atlas-prod': 'owned' });
    const [passed] = allowing('iam:PassRole');
    expect(passed?.Resource).toBe('arn:aws:iam::111122223333:role/atlas-prod-node');
    const everywhere = policy.filter(({ Condition, Resource }) => Resource === '*' && Condition === undefined);
    expect(everywhere.map(({ Action }) => Action)).toEqual(['iam:ListInstanceProfiles', 'pricing:GetProducts']);
    expect(JSON.stringify(policy).length).toBeLessThan(10_240);
  });

  test('of Karpenter hear of machines that will go', () => {
    const queue = the(run, 'aws:sqs/queue:Queue');
    expect(queue.inputs).toMatchObject({ name: 'atlas-prod-interruption', sqsManagedSseEnabled: true });
    const targets = allOf(run, 'aws:cloudwatch/eventTarget:EventTarget');
    expect(targets).toHaveLength(5);
    for (const { inputs } of targets)
      expect(inputs['arn']).toBe('arn:aws:test:::atlas-prod-identity-karpenter-interruption');
    expect(the(run, 'aws:cloudwatch/eventRule:EventRule', 'atlas-prod-identity-karpenter-spot').inputs).toEqual({
      name: 'atlas-prod-spot',
      eventPattern: '{"source":["aws.ec2"],"detail-type":["EC2 Spot Instance Interruption Warning"]}',
    });
  });

  test('outlive the nodes that Karpenter makes, so that it can take them away', () => {
    const earlier = before(run, the(run, 'kubernetes:karpenter.sh/v1:NodePool'));
    const karpenter = run.filter(({ custom, name }) => custom && name.startsWith('atlas-prod-identity-karpenter'));
    expect(karpenter.length).toBeGreaterThan(10);
    expect(karpenter.filter(({ urn }) => !earlier.has(urn))).toEqual([]);
    expect(earlier).toContain(the(run, 'kubernetes:apps/v1:Deployment', 'Deployment:karpenter/karpenter').urn);
    expect(the(run, 'kubernetes:karpenter.sh/v1:NodePool').deletedWith).toBe('');
  });

  test('are not Karpenter’s where nothing is scaled', async () => {
    const fixed = await stackOf(onAws({}, { autoscaler: 'none' }), { layer: 'infrastructure' });
    expect(fixed.filter(({ name }) => name.includes('karpenter'))).toEqual([]);
    expect(the(fixed, 'aws:iam/role:Role', 'atlas-prod-identity-node').inputs['name']).toBe('atlas-prod-node');
  });
});

describe('caches of public registries', () => {
  test('have prefixes of their own cluster', async () => {
    const run = await stackOf(onAws(), { layer: 'infrastructure' });
    const rules = allOf(run, 'aws:ecr/pullThroughCacheRule:PullThroughCacheRule').map(({ inputs }) => inputs);
    expect(rules).toEqual([
      { ecrRepositoryPrefix: 'atlas-prod/ecr', upstreamRegistryUrl: 'public.ecr.aws' },
      { ecrRepositoryPrefix: 'atlas-prod/k8s', upstreamRegistryUrl: 'registry.k8s.io' },
      { ecrRepositoryPrefix: 'atlas-prod/quay', upstreamRegistryUrl: 'quay.io' },
    ]);
  });
});
