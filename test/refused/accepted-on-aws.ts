import { definePlatform } from '../../spec/define-platform.ts';

export default definePlatform({
  apiVersion: 'plinth.dev/v1alpha1',
  kind: 'Platform',
  metadata: { name: 'atlas' },
  target: { kind: 'aws', account: '111122223333', region: 'eu-west-1' },
  pools: [
    { name: 'train-h100', instance: 'p5.48xlarge', nodes: { min: 0, max: 16 }, capacity: { kind: 'capacityBlock', reservation: 'cr-0123' } },
    { name: 'serve-l40s', instance: 'g6e.12xlarge', nodes: { min: 1, max: 8 }, sharing: { kind: 'timeSlicing', replicas: 4, trust: 'shared' } },
    { name: 'mig', instance: 'p5.48xlarge', nodes: { max: 2 }, sharing: { kind: 'partition', profile: '1g.10gb' }, labels: { 'example.org/tier': 'gold' } },
  ],
  teams: [
    { name: 'vision', groups: ['oidc:vision'], quota: { 'train-h100': { guaranteed: 64, borrowable: 64 }, mig: { guaranteed: 7, scheduling: 'gang' } }, budget: { usdPerMonth: 120_000 } },
    { name: 'speech', groups: ['oidc:speech'], quota: { 'serve-l40s': { guaranteed: 8, scheduling: 'single' } }, limits: { pods: 100, storage: '5Ti' } },
  ],
  training: { frameworks: ['torch', 'jax', 'mpi', 'ray'], checkpoints: { every: '15m', keep: 3 } },
  components: { kueue: { version: '0.19.2' } },
  delivery: { kind: 'plain' },
});
