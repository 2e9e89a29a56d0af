import type { PlatformSpec } from '../../spec/platform.ts';
import { HOURS_PER_MONTH } from '../../spec/units.ts';
import type { PoolCost } from './cost-figures.ts';

/** What holds of a platform's figures, in one sentence each. */
export function costAssumptions({ target }: PlatformSpec, pools: readonly PoolCost[]): string[] {
  const region = 'region' in target ? target.region : undefined;
  return [
    `A month has ${HOURS_PER_MONTH} hours; the least is that of the nodes that always stand, the most that of all nodes all month.`,
    'Counted are the machines of the pools: not the control plane, system machines, disks, networks, traffic, taxes and support.',
    'A team is shown with its share of the nodes: what it may hold, used all month. Borrowed units are counted for every team that may borrow them.',
    ...pools.flatMap((pool) => ofPool(pool, region)),
  ];
}

function ofPool({ capacity, instance, pool, price }: PoolCost, region: string | undefined): string[] {
  if (price === undefined)
    return [
      `${pool}: the price of ${instance ?? 'its machines'} is not published in a form that can be trusted, and nothing is guessed; ${instance === undefined ? 'set machine.usdPerHour' : 'ask the provider'}.`,
    ];
  const own = price.source === 'platform spec';
  return [
    own
      ? `${pool}: $${price.usdPerHour} an hour for each node, as the spec says.`
      : `${pool}: $${price.usdPerHour} an hour for each ${instance ?? 'node'}, list price in ${price.region}, ${dated(price.asOf)} (${price.source}).`,
    ...(own || region === undefined || price.region === region
      ? []
      : [`${pool}: prices of ${region} were not read; those of ${price.region} stand for them.`]),
    ...(own || capacity === 'onDemand'
      ? []
      : [`${pool} is ${capacity}; the list price on demand stands for what you agreed on.`]),
  ];
}

function dated(asOf: string | undefined): string {
  return asOf === undefined ? 'undated at its source' : `read on ${asOf}`;
}
