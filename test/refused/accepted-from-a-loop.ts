import { definePlatform } from '../../spec/define-platform.ts';
import type { PlatformInput } from '../../spec/platform.ts';

const sites = ['north', 'south'] as const;
const names: string[] = ['vision', 'speech'];
/** What a program computes is checked by its type; what the compiler cannot know, `parsePlatform` checks. */
const teams: PlatformInput['teams'] = names.map((name) => ({ name, groups: [`oidc:${name}`], quota: {} }));

export const computedPools = definePlatform({
  apiVersion: 'plinth.dev/v1alpha1',
  kind: 'Platform',
  metadata: { name: 'atlas' },
  target: { kind: 'aws', account: '111122223333', region: 'eu-west-1' },
  pools: sites.map((site) => ({ name: `train-${site}`, instance: 'p5.48xlarge', nodes: { max: 16 } })),
  teams: names.map((name) => ({
    name,
    groups: [`oidc:${name}`],
    quota: Object.fromEntries(sites.map((site) => [`train-${site}`, { guaranteed: 8 }])),
  })),
  delivery: { kind: 'plain' },
});

export const computedTeams = definePlatform({
  apiVersion: 'plinth.dev/v1alpha1',
  kind: 'Platform',
  metadata: { name: 'atlas' },
  target: { kind: 'digitalocean', team: 'atlas', region: 'ams3' },
  pools: [{ name: 'serve', instance: 'gpu-l40sx1-48gb', nodes: { max: 4 } }],
  teams,
  delivery: { kind: 'plain' },
});
