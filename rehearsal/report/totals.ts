import type { PoolFigures } from './pool-figures.ts';
import type { TotalFigures } from './rehearsal-report.ts';
import { sum } from './spans.ts';
import { perMonth } from './team-bill.ts';

/** Adds the pools up. */
export function totals(pools: readonly PoolFigures[], endedAt: number): TotalFigures {
  const withNodes = pools.filter(({ nodeHours }) => nodeHours > 0);
  const priced = withNodes.filter(({ usd }) => usd !== undefined);
  const idle = idleShare(withNodes);
  return {
    ...(priced.length > 0 ? money(priced, endedAt) : {}),
    unpricedPools: withNodes.flatMap(({ pool, usd }) => (usd === undefined ? pool : [])),
    ...(idle === undefined ? {} : { idleShare: idle }),
  };
}

function money(pools: readonly PoolFigures[], endedAt: number) {
  const usd = sum(pools.map((pool) => pool.usd ?? 0));
  const projected = perMonth(usd, endedAt);
  return {
    usd,
    usdIdle: sum(pools.map((pool) => pool.usdIdle ?? 0)),
    ...(projected === undefined ? {} : { projectedUsdPerMonth: projected }),
  };
}

function idleShare(pools: readonly PoolFigures[]): number | undefined {
  const accelerated = pools.filter(({ accelerator }) => accelerator !== undefined);
  const counted = accelerated.length > 0 ? accelerated : pools;
  const hours = sum(counted.map(({ nodeHours }) => nodeHours));
  return hours === 0
    ? undefined
    : sum(counted.map(({ nodeHours, useShare = 0 }) => nodeHours * (1 - useShare))) / hours;
}
