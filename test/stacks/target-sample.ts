import type { PoolFacts, TargetFacts } from '../../spec/facts.ts';
import { parsePlatform } from '../../spec/parse-platform.ts';
import type { PlatformInput } from '../../spec/platform.ts';
import type { TargetKind } from '../../spec/target.ts';
import { targetFacts } from '../../stacks/facts.ts';
import { samplePlatform } from '../sample.ts';

/** A pool as a user writes it. */
export type PoolInput = PlatformInput['pools'][number];
/** A target as a user writes it. */
export type TargetInput<K extends TargetKind> = Extract<PlatformInput['target'], { kind: K }>;

/** One target of each kind, with what it cannot do without. */
export const TARGETS: { readonly [K in TargetKind]: TargetInput<K> } = {
  aws: { kind: 'aws', account: '111122223333', region: 'eu-west-1' },
  gcp: { kind: 'gcp', project: 'atlas-prod', region: 'europe-west4' },
  azure: { kind: 'azure', subscription: '00000000-0000-4000-8000-000000000001', region: 'westeurope' },
  digitalocean: { kind: 'digitalocean', team: 'atlas', region: 'ams3' },
  baremetal: { kind: 'baremetal', site: 'fra1' },
  existing: { kind: 'existing', cluster: 'lab', networkPolicy: 'cilium' },
};

/** An instance type with NVIDIA accelerators for each kind of target. */
export const INSTANCES: Readonly<Record<TargetKind, string>> = {
  aws: 'p5.48xlarge',
  gcp: 'a3-ultragpu-8g',
  azure: 'Standard_ND96isr_H100_v5',
  digitalocean: 'gpu-h100x8-640gb',
  baremetal: 'generic-h100-hgx-8',
  existing: 'generic-h100-hgx-8',
};

/** A platform on a target with the given pools; its one team may use them all. */
export function platformOn(target: PlatformInput['target'], ...pools: PoolInput[]): PlatformInput {
  return samplePlatform({
    metadata: { name: 'atlas', environment: 'prod' },
    target,
    pools,
    teams: [
      {
        name: 'vision',
        groups: ['oidc:vision'],
        quota: Object.fromEntries(pools.map(({ name }) => [name, { guaranteed: 1 }])),
      },
    ],
  });
}

/** What a target says of a platform. */
export function factsOf(input: PlatformInput): TargetFacts {
  return targetFacts(parsePlatform(input).spec);
}

/** What a target says of one pool, called `pool` and of one node unless told otherwise. */
export function poolFactsOn(target: PlatformInput['target'], pool: Partial<PoolInput>): PoolFacts {
  const [facts] = factsOf(platformOn(target, { name: 'pool', nodes: { min: 1, max: 1 }, ...pool })).pools;
  if (facts === undefined) throw new Error('the target says nothing of the pool');
  return facts;
}
