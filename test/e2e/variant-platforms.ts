import type { PlatformInput } from '../../spec/platform.ts';

const kind = { apiVersion: 'plinth.dev/v1alpha1', kind: 'Platform' } as const;
const machine = { vcpus: 192, memory: '2Ti', count: 8 } as const;
const flux = {
  kind: 'flux',
  repository: 'https://git.example.org/atlas.git',
  path: 'clusters/prod',
} as const;

/** Teams that may use every pool. */
function teams(pools: readonly string[], extra: object = {}): PlatformInput['teams'] {
  const quota = Object.fromEntries(pools.map((name) => [name, { guaranteed: 4, borrowable: 4 }]));
  return [
    { name: 'vision', groups: ['oidc:vision'], quota, ...extra },
    { name: 'speech', groups: ['oidc:speech'], quota },
  ];
}

/** What no example shows: other accelerators, partitions, shares, claims, sandboxes, peers, and Flux. */
export const VARIANTS: Readonly<Record<string, PlatformInput>> = {
  'bare metal with AMD, Ascend, MIG, MPS, Kata and Flux': {
    ...kind,
    metadata: { name: 'mixed' },
    target: { kind: 'baremetal', site: 'fra1' },
    images: { peers: { kind: 'spegel', registries: ['ghcr.io'], trust: 'shared' } },
    pools: [
      { name: 'amd', machine: { ...machine, accelerator: 'amd-mi300x' }, nodes: { min: 2, max: 2 } },
      {
        name: 'amd-cut',
        machine: { ...machine, accelerator: 'amd-mi300x' },
        nodes: { min: 1, max: 1 },
        sharing: { kind: 'partition', profile: 'cpx_nps1' },
      },
      { name: 'ascend', machine: { ...machine, accelerator: 'huawei-ascend-910b' }, nodes: { min: 1, max: 1 } },
      {
        name: 'mig',
        machine: { ...machine, accelerator: 'nvidia-h100-80gb' },
        nodes: { min: 1, max: 1 },
        sharing: { kind: 'partition', profile: '1g.10gb' },
      },
      {
        name: 'mps',
        machine: { ...machine, accelerator: 'nvidia-l40s' },
        nodes: { min: 1, max: 1 },
        sharing: { kind: 'mps', replicas: 4, trust: 'shared' },
      },
    ],
    teams: teams(['amd', 'amd-cut', 'ascend', 'mig', 'mps'], { sandbox: 'kata' }),
    training: { frameworks: ['torch'] },
    delivery: flux,
  },
  'Cluster API with the cluster autoscaler': {
    ...kind,
    metadata: { name: 'metal' },
    target: { kind: 'baremetal', site: 'fra1', distribution: 'clusterApi' },
    pools: [{ name: 'train', machine: { ...machine, accelerator: 'nvidia-h100-80gb' }, nodes: { min: 1, max: 4 } }],
    teams: teams(['train']),
    delivery: flux,
  },
  'AWS with Trainium and claimed devices': {
    ...kind,
    metadata: { name: 'claims' },
    target: { kind: 'aws', account: '111122223333', region: 'eu-west-1', autoscaler: 'none' },
    pools: [
      { name: 'trn', instance: 'trn1.32xlarge', nodes: { min: 1, max: 1 } },
      { name: 'claimed', instance: 'p5.48xlarge', nodes: { min: 1, max: 1 }, allocator: 'dra' },
    ],
    teams: teams(['trn', 'claimed']),
    training: { frameworks: ['jax'] },
    delivery: { kind: 'plain' },
  },
  'Google Cloud with TPUs and gVisor': {
    ...kind,
    metadata: { name: 'tpu' },
    target: { kind: 'gcp', project: 'atlas-prod', region: 'europe-west4' },
    pools: [{ name: 'tpu', instance: 'ct6e-standard-4t', nodes: { min: 4, max: 4 } }],
    teams: teams(['tpu'], { sandbox: 'gvisor' }),
    training: { frameworks: ['jax'] },
    delivery: { kind: 'argocd', repository: 'https://git.example.org/atlas.git', path: 'clusters/prod' },
  },
};
