// refused: time slicing and MPS need the device plugin, not DRA
import { definePlatform } from '../../spec/define-platform.ts';

export default definePlatform({
  apiVersion: 'plinth.dev/v1alpha1',
  kind: 'Platform',
  metadata: { name: 'atlas' },
  target: { kind: 'aws', account: '111122223333', region: 'eu-west-1' },
  pools: [
    {
      name: 'serve-l40s',
      instance: 'g6e.12xlarge',
      nodes: { max: 8 },
      sharing: { kind: 'timeSlicing', replicas: 4 },
      allocator: 'dra', // mistake
    },
  ],
  teams: [
    { name: 'vision', groups: ['oidc:vision'], quota: { 'serve-l40s': { guaranteed: 4 } } },
  ],
  delivery: { kind: 'plain' },
});
