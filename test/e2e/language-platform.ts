import type { PlatformInput } from '../../spec/platform.ts';

/** A small platform with one language endpoint behind its gateway, which waits for its first release. */
export const LANGUAGE_PLATFORM: PlatformInput = {
  apiVersion: 'plinth.dev/v1alpha1',
  kind: 'Platform',
  metadata: { name: 'hub', environment: 'dev' },
  target: { kind: 'existing', cluster: 'hub', kubernetes: '1.36', networkPolicy: 'cilium' },
  pools: [
    {
      name: 'gpu',
      machine: { accelerator: 'nvidia-l40s', count: 4, vcpus: 96, memory: '768Gi' },
      nodes: { min: 2, max: 2 },
      selector: { 'example.org/pool': 'gpu' },
    },
    {
      name: 'cpu',
      machine: { vcpus: 64, memory: '256Gi' },
      nodes: { min: 1, max: 1 },
      selector: { 'example.org/pool': 'cpu' },
    },
  ],
  teams: [{ name: 'speech', groups: ['oidc:speech'], quota: { gpu: { guaranteed: 8 }, cpu: { guaranteed: 32 } } }],
  access: { domain: 'ml.example.org', signIn: { kind: 'oidc', issuer: 'https://idp.example.org/realms/ml' } },
  serving: {
    endpoints: [
      {
        kind: 'language',
        name: 'chat',
        team: 'speech',
        pool: 'gpu',
        shape: 'llama-3.1-8b',
        accelerators: 1,
        replicas: { min: 1, max: 2 },
        tokensPerMinute: 100_000,
        keys: ['billing', 'till-7'],
      },
    ],
  },
  delivery: { kind: 'plain' },
};
