import { definePlatform } from '../../spec/define-platform.ts';

export default definePlatform({
  apiVersion: 'plinth.dev/v1alpha1',
  kind: 'Platform',
  metadata: { name: 'lab' },
  target: { kind: 'existing', cluster: 'lab', networkPolicy: 'cilium', storage: { block: 'fast-ssd' } },
  pools: [
    {
      name: 'train-h100',
      machine: { accelerator: 'nvidia-h100-80gb', count: 8, vcpus: 192, memory: '2Ti', fabric: 'infiniband' },
      nodes: { min: 2, max: 2 },
      sharing: { kind: 'partition', profile: '3g.40gb' },
      selector: { 'example.org/rack': 'a1' },
    },
    { name: 'cloud', instance: 'Standard_ND96isr_H100_v5', nodes: { max: 1 } },
    { name: 'cpu', machine: { vcpus: 64, memory: '256Gi' }, nodes: { max: 4 } },
  ],
  teams: [
    { name: 'vision', groups: ['oidc:vision'], quota: { 'train-h100': { guaranteed: 8 }, cpu: { guaranteed: 64 } } },
  ],
  delivery: { kind: 'plain' },
});
