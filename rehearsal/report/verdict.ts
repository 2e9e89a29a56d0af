import type { RecordedJob } from '../recording/recording.ts';
import type { ApplyFacts } from './apply-facts.ts';
import { durationText, percentText, usdText } from './figure-text.ts';
import type { TotalFigures } from './rehearsal-report.ts';
import type { ServerFigures } from './server-figures.ts';
import type { TeamFigures } from './team-figures.ts';
import type { WaitReport } from './wait-figures.ts';

/** What a verdict is made of. */
export interface Evidence {
  readonly apply: ApplyFacts;
  readonly jobs: readonly RecordedJob[];
  readonly waits: WaitReport;
  readonly servers: readonly ServerFigures[];
  readonly teams: readonly TeamFigures[];
  readonly totals: TotalFigures;
}

/**
 * What did not hold, one line each: every object is accepted in one pass, every job is taken, starts, and does not fail for
 * good, every server that is asked for runs.
 */
export function reasons({ apply, jobs, servers, waits }: Evidence): string[] {
  const { neverStarted, outcomes } = waits.overall;
  const missing = apply.objects - apply.accepted - apply.rejections.length;
  const stopped = jobs.filter(({ outcome, pods }) => outcome === 'waiting' && pods.length > 0).length;
  return [
    ...(apply.rejections.length > 0
      ? [`the API server refused ${apply.rejections.length} of ${apply.objects} objects`]
      : []),
    ...(missing > 0 ? [`${missing} of ${apply.objects} objects were not applied`] : []),
    ...(apply.podRefusals.length > 0
      ? [`${count(apply.podRefusals.length, 'accepted object')} got no pods, because the API server refused these`]
      : []),
    ...(outcomes.refused > 0 ? [`the API server refused ${count(outcomes.refused, 'job')}`] : []),
    ...(neverStarted > 0 ? [`${count(neverStarted, 'job')} never started${byTeam(waits)}`] : []),
    ...(stopped > 0 ? [`${count(stopped, 'job')} had to stop and did not start again`] : []),
    ...(outcomes.failed > 0 ? [`${count(outcomes.failed, 'job')} failed for good`] : []),
    ...servers.flatMap(({ ranMost, refusal, server, wantedMost }) => {
      if (refusal !== undefined) return [`the API server refused the server ${server}`];
      return ranMost === 0 && wantedMost > 0 ? [`no replica of the server ${server} ever ran`] : [];
    }),
  ];
}

/** Part of a server’s requests without room from which on it deserves a look. */
const WORTH_A_LOOK = 0.01;

/** What did hold but deserves a look, one line each. */
export function attention({ apply, servers, teams, totals, waits }: Evidence): string[] {
  const { running } = waits.overall.outcomes;
  return [
    ...teams.flatMap(({ budget, projectedUsdPerMonth, team }) => {
      if (budget?.share === undefined || budget.share <= 1) return [];
      return `${team} would spend ${usdText(projectedUsdPerMonth)} a month under this load, ${percentText(budget.share)} of its budget`;
    }),
    ...servers.flatMap(({ longestShortSeconds, server, unservedShare = 0 }) => {
      if (unservedShare < WORTH_A_LOOK) return [];
      return `${percentText(unservedShare)} of the requests to ${server} found no room; it was short of replicas for up to ${durationText(longestShortSeconds)}`;
    }),
    ...(running > 0 ? [`the watching ended while ${count(running, 'job')} ran`] : []),
    ...(apply.warnings.length > 0 ? [`the API server accepted with ${count(apply.warnings.length, 'warning')}`] : []),
    ...(totals.unpricedPools.length > 0
      ? [`no price is known for ${totals.unpricedPools.join(', ')}; money leaves it out`]
      : []),
  ];
}

function byTeam({ teams }: WaitReport): string {
  const hit = teams.filter(({ neverStarted }) => neverStarted > 0);
  return hit.length === 0 ? '' : `: ${hit.map(({ neverStarted, team }) => `${neverStarted} of ${team}`).join(', ')}`;
}

/** A number and its noun: `1 job`, `2 jobs`. */
export function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? '' : 's'}`;
}
