// refused: jobs on time-sliced and MPS pools cannot start as gangs
import { definePlatform } from '../../spec/define-platform.ts';

export default definePlatform({
  apiVersion: 'plinth.dev/v1alpha1',
  kind: 'Platform',
  metadata: { name: 'atlas' },
  target: { kind: 'aws', account: '111122223333', region: 'eu-west-1' },
  pools: [
    { name: 'serve-l40s', instance: 'g6e.12xlarge', nodes: { max: 8 }, sharing: { kind: 'timeSlicing', replicas: 4 } },
  ],
  teams: [
    {
      name: 'vision',
      groups: ['oidc:vision'],
      quota: { 'serve-l40s': { guaranteed: 4, scheduling: 'gang' } }, // mistake
    },
  ],
  delivery: { kind: 'plain' },
});
