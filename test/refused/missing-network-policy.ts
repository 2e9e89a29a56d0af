// refused: Property 'networkPolicy' is missing
import { definePlatform } from '../../spec/define-platform.ts';

export default definePlatform({
  apiVersion: 'plinth.dev/v1alpha1',
  kind: 'Platform',
  metadata: { name: 'atlas' },
  target: { kind: 'existing', cluster: 'lab' }, // mistake
  pools: [
    { name: 'train-h100', instance: 'p5.48xlarge', nodes: { max: 16 } },
  ],
  teams: [
    { name: 'vision', groups: ['oidc:vision'], quota: { 'train-h100': { guaranteed: 64 } } },
  ],
  delivery: { kind: 'plain' },
});
