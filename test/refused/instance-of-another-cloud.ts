// refused: p5.48xlarge is an instance type of aws, and the target is gcp
import { definePlatform } from '../../spec/define-platform.ts';

export default definePlatform({
  apiVersion: 'plinth.dev/v1alpha1',
  kind: 'Platform',
  metadata: { name: 'atlas' },
  target: { kind: 'gcp', project: 'atlas-prod', region: 'europe-west4' },
  pools: [
    {
      name: 'train-h100',
      instance: 'p5.48xlarge', // mistake
      nodes: { max: 16 },
    },
  ],
  teams: [
    { name: 'vision', groups: ['oidc:vision'], quota: { 'train-h100': { guaranteed: 64 } } },
  ],
  delivery: { kind: 'plain' },
});
