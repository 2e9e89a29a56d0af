import { definePlatform } from 'plinth';

/** What a spec cannot say; every verb of `plinth` reads it together with the spec. */
export { extension } from './extension.ts';

/** What a spec can say. */
export default definePlatform({
  apiVersion: 'plinth.dev/v1alpha1',
  kind: 'Platform',
  metadata: { name: 'acme', environment: 'prod' },
  target: { kind: 'aws', account: '111122223333', region: 'eu-west-1' },
  pools: [
    { name: 'train', instance: 'p5.48xlarge', nodes: { min: 0, max: 4 } },
    { name: 'cpu', instance: 'm7i.8xlarge', nodes: { min: 2, max: 8 } },
  ],
  teams: [
    {
      name: 'crash',
      groups: ['oidc:crash'],
      quota: { train: { guaranteed: 16, borrowable: 16 }, cpu: { guaranteed: 32 } },
    },
    {
      name: 'climate',
      groups: ['oidc:climate'],
      quota: { train: { guaranteed: 16, borrowable: 16 }, cpu: { guaranteed: 32 } },
    },
  ],
  delivery: { kind: 'argocd', repository: 'https://git.example.org/acme.git', path: 'deploy/prod' },
  // One object, one field: no program is needed.
  overrides: [
    {
      kind: 'ClusterQueue',
      name: 'crash',
      because: 'agreed with the board until the crash tests are over',
      patch: [{ op: 'replace', path: '/spec/fairSharing/weight', value: '3' }],
    },
  ],
});
