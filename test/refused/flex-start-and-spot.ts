// refused: capacity of kind flexStart has no field spot
import { definePlatform } from '../../spec/define-platform.ts';

export default definePlatform({
  apiVersion: 'plinth.dev/v1alpha1',
  kind: 'Platform',
  metadata: { name: 'atlas' },
  target: { kind: 'gcp', project: 'atlas-prod', region: 'europe-west4' },
  pools: [
    {
      name: 'train-h100',
      instance: 'a3-highgpu-8g',
      nodes: { max: 16 },
      capacity: { kind: 'flexStart', spot: true }, // mistake
    },
  ],
  teams: [
    { name: 'vision', groups: ['oidc:vision'], quota: { 'train-h100': { guaranteed: 64 } } },
  ],
  delivery: { kind: 'plain' },
});
