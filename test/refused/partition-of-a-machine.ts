// refused: this accelerator cannot be partitioned
import { definePlatform } from '../../spec/define-platform.ts';

export default definePlatform({
  apiVersion: 'plinth.dev/v1alpha1',
  kind: 'Platform',
  metadata: { name: 'atlas' },
  target: { kind: 'existing', cluster: 'lab', networkPolicy: 'cilium' },
  pools: [
    {
      name: 'train-h100',
      machine: { accelerator: 'nvidia-l40s', count: 4, vcpus: 64, memory: '512Gi' },
      nodes: { max: 16 },
      sharing: { kind: 'partition', profile: '1g.5gb' }, // mistake
    },
  ],
  teams: [
    { name: 'vision', groups: ['oidc:vision'], quota: { 'train-h100': { guaranteed: 64 } } },
  ],
  delivery: { kind: 'plain' },
});
