// refused: '"512GB"' is not assignable to type
import { definePlatform } from '../../spec/define-platform.ts';

export default definePlatform({
  apiVersion: 'plinth.dev/v1alpha1',
  kind: 'Platform',
  metadata: { name: 'atlas' },
  target: { kind: 'existing', cluster: 'lab', networkPolicy: 'cilium' },
  pools: [
    {
      name: 'train-h100',
      machine: { accelerator: 'nvidia-h100-80gb', count: 8, vcpus: 192, memory: '512GB' }, // mistake
      nodes: { max: 16 },
    },
  ],
  teams: [
    { name: 'vision', groups: ['oidc:vision'], quota: { 'train-h100': { guaranteed: 64 } } },
  ],
  delivery: { kind: 'plain' },
});
