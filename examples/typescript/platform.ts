import { definePlatform } from 'plinth';

/** The platform of examples/aws/platform.yaml, checked by the compiler: a wrong word, unit, machine or pool name does not compile. */
export default definePlatform({
  apiVersion: 'plinth.dev/v1alpha1',
  kind: 'Platform',
  metadata: { name: 'atlas', environment: 'prod' },
  target: { kind: 'aws', account: '111122223333', region: 'eu-west-1', kubernetes: '1.36' },
  pools: [
    {
      name: 'train',
      instance: 'p5.48xlarge',
      nodes: { min: 0, max: 16 },
      capacity: { kind: 'capacityBlock', reservation: 'cr-0123456789abcdef0' },
    },
    {
      name: 'share',
      instance: 'g6e.12xlarge',
      nodes: { min: 1, max: 8 },
      sharing: { kind: 'timeSlicing', replicas: 4, trust: 'shared' },
    },
    { name: 'cpu', instance: 'm7i.8xlarge', nodes: { min: 2, max: 8 } },
  ],
  teams: [
    {
      name: 'vision',
      department: 'research',
      groups: ['oidc:vision'],
      viewers: ['oidc:audit'],
      quota: {
        train: { guaranteed: 64, borrowable: 64 },
        share: { guaranteed: 16, borrowable: 16 },
        cpu: { guaranteed: 64, borrowable: 64 },
      },
      fabric: 'allowed',
      budget: { usdPerMonth: 120_000 },
    },
    {
      name: 'speech',
      department: 'research',
      groups: ['oidc:speech'],
      quota: {
        train: { guaranteed: 32, borrowable: 96, reclaimable: 16 },
        share: { guaranteed: 16, borrowable: 16 },
        cpu: { guaranteed: 32, borrowable: 64 },
      },
      fabric: 'allowed',
      weight: 2,
    },
    {
      name: 'recommender',
      groups: ['oidc:recommender'],
      quota: {
        train: { guaranteed: 16, borrowable: 32 },
        share: { guaranteed: 8, borrowable: 24 },
        cpu: { guaranteed: 64 },
      },
      egress: [{ to: '203.0.113.0/24', ports: [443], because: 'feature store of the shop' }],
    },
  ],
  queueing: { departments: [{ name: 'research' }] },
  training: {
    frameworks: ['torch', 'jax', 'deepspeed', 'mpi', 'xgboost', 'ray', 'spark', 'katib'],
    checkpoints: { every: '15m', keep: 3 },
  },
  access: {
    domain: 'ml.example.org',
    admins: ['oidc:platform'],
    signIn: { kind: 'oidc', issuer: 'https://idp.example.org/realms/ml' },
    certificates: { kind: 'acme', email: 'platform@example.org' },
    dns: { zone: 'example.org', id: 'Z0123456789ABCDEFGHIJ' },
  },
  registry: {
    hosts: { external: 'registry.example.org', internal: 'registry.internal.example.org' },
    quota: '2Ti',
    caches: ['docker.io', 'ghcr.io', 'quay.io', 'nvcr.io'],
  },
  serving: {
    endpoints: [
      {
        kind: 'classic',
        name: 'defects',
        team: 'vision',
        pool: 'share',
        format: 'onnx',
        accelerators: 1,
        model:
          'oci://registry.example.org/vision/defects@sha256:d5c685f25c91f309b6af96c14cd1dc55139184d1153ae51b18c8593a0d69d8c0',
      },
      {
        kind: 'language',
        name: 'assistant',
        team: 'speech',
        pool: 'train',
        shape: 'llama-3.1-8b',
        model:
          'oci://registry.example.org/speech/assistant@sha256:a39a7ffad4a3013f29da97b84f264337f234c1cf9b3c40c7c30c677a8a18609a',
        context: 32_768,
        sequences: 32,
        replicas: { min: 1, max: 4 },
        tokensPerMinute: 200_000,
      },
    ],
  },
  observability: {
    receivers: [
      { kind: 'pagerduty', name: 'on-call', severities: ['page'] },
      { kind: 'slack', name: 'chat', channel: '#ml-platform' },
    ],
  },
  policy: { images: { registries: ['registry.example.org'], digests: 'enforce' } },
  delivery: { kind: 'argocd', repository: 'https://git.example.org/atlas.git', path: 'clusters/prod' },
});
