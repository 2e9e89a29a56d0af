import { WAVES } from '../constructs/core/index.ts';
import type { PlatformSpec } from '../spec/platform.ts';
import { targetFacts } from '../stacks/facts.ts';
import type { RenderedFolder } from './rendered-folder.ts';

/** What a person wants to know about a rendered platform at a glance. */
export interface Summary {
  /** Name and environment. */
  readonly platform: string;
  /** Where it runs. */
  readonly target: string;
  /** Rooms that are open, in order. */
  readonly rooms: readonly string[];
  /** Add-ons with versions. */
  readonly addOns: readonly string[];
  /** Objects per wave. */
  readonly waves: Readonly<Record<string, number>>;
  /** Teams with what they are guaranteed and may borrow, by pool. */
  readonly teams: readonly {
    readonly name: string;
    readonly quota: Readonly<
      Record<string, { readonly guaranteed: number; readonly borrowable: number; readonly resource: string }>
    >;
  }[];
}

/** Draws the summary from a platform. Pure. */
export function summary(spec: PlatformSpec, { manifests, platform }: RenderedFolder): Summary {
  const { pools } = targetFacts(spec);
  return {
    platform: `${spec.metadata.name} (${spec.metadata.environment})`,
    target: `${spec.target.kind}, Kubernetes ${spec.target.kubernetes}`,
    rooms: platform.rooms.map(({ node }) => node.id),
    addOns: platform.addOns.map(({ component, version }) => `${component.name} ${version}`),
    waves: Object.fromEntries(
      WAVES.map((wave) => [wave, manifests.filter((manifest) => manifest.wave === wave).length]),
    ),
    teams: spec.teams.map(({ name, quota }) => ({
      name,
      quota: Object.fromEntries(
        Object.entries(quota).map(([pool, { borrowable, guaranteed }]) => [
          pool,
          { guaranteed, borrowable, resource: pools.find((each) => each.name === pool)?.resource ?? 'cpu' },
        ]),
      ),
    })),
  };
}

/** Teams shown before the rest is only counted. */
const SHOWN = 12;

/** The summary as a few aligned lines. */
export function summaryText({ addOns, platform, rooms, target, teams, waves }: Summary): string {
  const shown = teams.slice(0, SHOWN);
  const width = Math.max(...shown.map(({ name }) => name.length), 5);
  const total = Object.values(waves).reduce((sum, count) => sum + count, 0);
  return [
    `${platform} on ${target}`,
    `  rooms    ${rooms.join(', ')}`,
    `  add-ons  ${addOns.join(', ') || 'none'}`,
    `  objects  ${total}: ${Object.entries(waves)
      .map(([wave, count]) => `${wave} ${count}`)
      .join(', ')}`,
    '  teams',
    ...shown.map(({ name, quota }) => `    ${name.padEnd(width)}  ${quotaText(quota)}`),
    ...(teams.length > SHOWN ? [`    … and ${teams.length - SHOWN} more`] : []),
  ].join('\n');
}

function quotaText(quota: Summary['teams'][number]['quota']): string {
  const parts = Object.entries(quota).map(([pool, { borrowable, guaranteed, resource }]) => {
    const more = borrowable > 0 ? ` (+${borrowable} when idle)` : '';
    return `${pool}: ${guaranteed} ${resource}${more}`;
  });
  return parts.join(', ') || 'no quota';
}
