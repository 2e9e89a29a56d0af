// refused: on gcp partitions need the device plugin, not DRA
import { definePlatform } from '../../spec/define-platform.ts';

export default definePlatform({
  apiVersion: 'plinth.dev/v1alpha1',
  kind: 'Platform',
  metadata: { name: 'atlas' },
  target: { kind: 'gcp', project: 'atlas-prod', region: 'europe-west4' },
  pools: [
    {
      name: 'serve-mig',
      instance: 'a3-highgpu-8g',
      nodes: { max: 8 },
      sharing: { kind: 'partition', profile: '1g.10gb' },
      allocator: 'dra', // mistake
    },
  ],
  teams: [
    { name: 'vision', groups: ['oidc:vision'], quota: { 'serve-mig': { guaranteed: 4 } } },
  ],
  delivery: { kind: 'plain' },
});
