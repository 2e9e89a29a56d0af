// refused: two pools are called train-h100
import { definePlatform } from '../../spec/define-platform.ts';

export default definePlatform({
  apiVersion: 'plinth.dev/v1alpha1',
  kind: 'Platform',
  metadata: { name: 'atlas' },
  target: { kind: 'aws', account: '111122223333', region: 'eu-west-1' },
  pools: [
    {
      name: 'train-h100', // mistake
      instance: 'p5.48xlarge',
      nodes: { max: 16 },
    },
    { name: 'serve-l40s', instance: 'g6e.12xlarge', nodes: { max: 16 } },
    {
      name: 'train-h100', // mistake
      instance: 'p5e.48xlarge',
      nodes: { max: 16 },
    },
  ],
  teams: [
    { name: 'vision', groups: ['oidc:vision'], quota: { 'train-h100': { guaranteed: 64 } } },
  ],
  delivery: { kind: 'plain' },
});
