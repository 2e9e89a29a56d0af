import type { TeamSpec } from '../../spec/team.ts';
import { HOURS_PER_MONTH } from '../../spec/units.ts';
import type { Recording } from '../recording/recording.ts';
import { borrowedUnits, evictionCounts } from './borrowing.ts';
import type { HeldUnits } from './held-units.ts';
import { lostWork } from './lost-work.ts';
import { type PoolFacts, usdPerUnitHour } from './pool-facts.ts';
import { HOUR, sum } from './spans.ts';
import { amountHours, peakOf } from './step-series.ts';
import type { BudgetFigures, TeamFigures } from './team-figures.ts';

/** What a team is, as far as its bill needs it. */
export type BilledTeam = Pick<TeamSpec, 'name' | 'budget'>;

/** What was seen of one team, and what it costs. `held` are the units that pods held, of all teams. */
export function teamBill(
  recording: Recording,
  { budget, name: team }: BilledTeam,
  pools: readonly PoolFacts[],
  held: readonly HeldUnits[],
): TeamFigures {
  const jobs = recording.jobs.filter((job) => job.team === team);
  const used = pools
    .map((facts) => ({
      facts,
      hours: amountHours(held.filter((each) => each.pool === facts.pool && each.job.team === team)),
    }))
    .filter(({ hours }) => hours > 0);
  const unpricedPools = used.flatMap(({ facts }) => (usdPerUnitHour(facts) === undefined ? facts.pool : []));
  const usd =
    unpricedPools.length > 0 ? undefined : sum(used.map(({ facts, hours }) => hours * (usdPerUnitHour(facts) ?? 0)));
  const projected = usd === undefined ? undefined : perMonth(usd, recording.endedAt);
  const borrowed = jobs.flatMap((job) => borrowedUnits(job, recording.endedAt));
  return {
    team,
    usedUnitHours: Object.fromEntries(used.map(({ facts, hours }) => [facts.pool, hours])),
    borrowed: { peakUnits: peakOf(borrowed), unitHours: amountHours(borrowed) },
    ...evictionCounts(jobs),
    lostUnitHours: lostWork(recording, jobs),
    ...(usd === undefined ? {} : { usd }),
    ...(projected === undefined ? {} : { projectedUsdPerMonth: projected }),
    unpricedPools,
    ...(budget === undefined ? {} : { budget: budgetFigures(budget.usdPerMonth, projected) }),
  };
}

function budgetFigures(usdPerMonth: number, projected: number | undefined): BudgetFigures {
  return projected === undefined ? { usdPerMonth } : { usdPerMonth, share: projected / usdPerMonth };
}

/** Money of a rehearsal as money of a month of the same load; nothing where no time passed. */
export function perMonth(usd: number, endedAt: number): number | undefined {
  return endedAt > 0 ? (usd / (endedAt / HOUR)) * HOURS_PER_MONTH : undefined;
}
