import { definePlatform } from '../../spec/define-platform.ts';

export default definePlatform({
  apiVersion: 'plinth.dev/v1alpha1',
  kind: 'Platform',
  metadata: { name: 'atlas', environment: 'prod' },
  target: { kind: 'gcp', project: 'atlas-prod', region: 'europe-west4', autoscaler: 'nodePool', kubernetes: '1.36' },
  pools: [
    { name: 'train-h100', instance: 'a3-highgpu-8g', nodes: { max: 16 }, capacity: { kind: 'queued' } },
    { name: 'spot', instance: 'a2-highgpu-1g', nodes: { max: 4 }, capacity: { kind: 'flexStart', longestRun: '1d' } },
    { name: 'tpu', instance: 'ct5lp-hightpu-4t', nodes: { max: 4 }, capacity: { kind: 'spot' } },
    { name: 'claims', instance: 'a3-highgpu-8g', nodes: { max: 2 }, allocator: 'dra' },
  ],
  teams: [
    {
      name: 'vision',
      department: 'research',
      groups: ['oidc:vision'],
      quota: { 'train-h100': { guaranteed: 64, scheduling: 'gang' }, tpu: { guaranteed: 4 } },
      sandbox: 'gvisor',
    },
  ],
  queueing: { departments: [{ name: 'research' }], gangs: { timeout: '10m' } },
  delivery: { kind: 'flux', repository: 'https://git.example.org/atlas.git', path: 'clusters/prod' },
});
