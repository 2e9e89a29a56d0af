// refused: '"pytorch"' is not assignable to type
import { definePlatform } from '../../spec/define-platform.ts';

export default definePlatform({
  apiVersion: 'plinth.dev/v1alpha1',
  kind: 'Platform',
  metadata: { name: 'atlas' },
  target: { kind: 'aws', account: '111122223333', region: 'eu-west-1' },
  pools: [
    { name: 'train-h100', instance: 'p5.48xlarge', nodes: { max: 16 } },
  ],
  teams: [
    { name: 'vision', groups: ['oidc:vision'], quota: { 'train-h100': { guaranteed: 64 } } },
  ],
  training: { frameworks: ['pytorch'] }, // mistake
  delivery: { kind: 'plain' },
});
