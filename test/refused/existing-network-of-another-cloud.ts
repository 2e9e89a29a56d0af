// refused: 'vpc' does not exist in type
import { definePlatform } from '../../spec/define-platform.ts';

export default definePlatform({
  apiVersion: 'plinth.dev/v1alpha1',
  kind: 'Platform',
  metadata: { name: 'atlas' },
  target: {
    kind: 'gcp',
    project: 'atlas-prod',
    region: 'europe-west4',
    network: {
      existing: {
        vpc: 'vpc-0a1b2c3d', // mistake
        addresses: ['10.40.0.0/18'],
        apiServer: ['10.40.255.240/28'],
      },
    },
  },
  pools: [
    { name: 'train-h100', instance: 'a3-highgpu-8g', nodes: { max: 16 } },
  ],
  teams: [
    { name: 'vision', groups: ['oidc:vision'], quota: { 'train-h100': { guaranteed: 64 } } },
  ],
  delivery: { kind: 'plain' },
});
