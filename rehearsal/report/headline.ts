import { durationText, NONE, percentText, UNKNOWN, usdText } from './figure-text.ts';
import type { RehearsalReport } from './rehearsal-report.ts';

/** One of the figures that people ask for first. */
export interface Headline {
  /** What it is. */
  readonly title: string;
  /** The figure. */
  readonly figure: string;
  /** What to know about it. */
  readonly note: string;
}

/** Money, idle share and wait: the three figures that a finance department asks for. */
export function headlines(report: RehearsalReport): readonly Headline[] {
  return [money(report), idle(report), wait(report)];
}

function money({ simulatedSeconds, totals }: RehearsalReport): Headline {
  const { projectedUsdPerMonth, unpricedPools, usd } = totals;
  const without = unpricedPools.length === 0 ? '' : `; without ${unpricedPools.join(', ')}, whose price is unknown`;
  const month = projectedUsdPerMonth === undefined ? '' : `, ${usdText(projectedUsdPerMonth)} a month of such load`;
  return {
    title: 'Cost of nodes',
    figure: usd === undefined && unpricedPools.length === 0 ? usdText(0) : usdText(usd),
    note: `for ${durationText(simulatedSeconds)}${month}${without}`,
  };
}

/** Idle money where every price is known: that is what an idle unit is to whoever pays. Otherwise idle time. */
function idle({ totals: { idleShare, unpricedPools, usd, usdIdle } }: RehearsalReport): Headline {
  if (idleShare === undefined) return { title: 'Idle', figure: NONE, note: 'no node existed' };
  if (usd === undefined || usdIdle === undefined || unpricedPools.length > 0)
    return { title: 'Idle share of node time', figure: percentText(idleShare), note: `what it costs is ${UNKNOWN}` };
  return {
    title: 'Idle share of the cost',
    figure: percentText(usd === 0 ? 0 : usdIdle / usd),
    note: `${usdText(usdIdle)} for units that nobody used, ${percentText(idleShare)} of node time`,
  };
}

function wait({ waits: { overall } }: RehearsalReport): Headline {
  const { jobs, neverStarted, waitSeconds } = overall;
  const never = neverStarted === 0 ? '' : `, ${neverStarted} never started`;
  return {
    title: 'Wait, 95 of 100 jobs at most',
    figure: waitSeconds === undefined ? NONE : durationText(waitSeconds.p95),
    note:
      jobs === 0 ? 'no job was submitted' : `half of ${jobs} jobs at most ${durationText(waitSeconds?.p50)}${never}`,
  };
}
