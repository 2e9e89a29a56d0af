import { definePlatform } from '../../spec/define-platform.ts';

const kubernetes = process.env['MINOR'] === '1.35' ? '1.35' : '1.36';

export default definePlatform({
  apiVersion: 'plinth.dev/v1alpha1',
  kind: 'Platform',
  metadata: { name: 'atlas' },
  target:
    process.env['CLOUD'] === 'aws'
      ? { kind: 'aws', account: '111122223333', region: 'eu-west-1', kubernetes }
      : { kind: 'gcp', project: 'atlas-prod', region: 'europe-west4', kubernetes },
  pools: [
    {
      name: 'train-h100',
      instance: process.env['CLOUD'] === 'aws' ? 'p5.48xlarge' : 'a3-highgpu-8g',
      nodes: { max: 16 },
      capacity: process.env['CHEAP'] === undefined ? { kind: 'onDemand' } : { kind: 'spot' },
      sharing: { kind: 'partition', profile: '1g.10gb' },
    },
  ],
  teams: [{ name: 'vision', groups: ['oidc:vision'], quota: { 'train-h100': { guaranteed: 64 } } }],
  delivery: { kind: 'plain' },
});
