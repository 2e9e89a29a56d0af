// refused: the accelerator has no partition 1g.5gb
import { definePlatform } from '../../spec/define-platform.ts';

export default definePlatform({
  apiVersion: 'plinth.dev/v1alpha1',
  kind: 'Platform',
  metadata: { name: 'atlas' },
  target: { kind: 'aws', account: '111122223333', region: 'eu-west-1' },
  pools: [
    {
      name: 'train-h100',
      instance: 'p5.48xlarge',
      nodes: { max: 16 },
      sharing: { kind: 'partition', profile: '1g.5gb' }, // mistake
    },
  ],
  teams: [
    { name: 'vision', groups: ['oidc:vision'], quota: { 'train-h100': { guaranteed: 64 } } },
  ],
  delivery: { kind: 'plain' },
});
