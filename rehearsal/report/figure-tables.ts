import { amountText, durationText, NONE, percentText, UNKNOWN, usdText } from './figure-text.ts';
import type { PoolFigures } from './pool-figures.ts';
import type { RehearsalReport } from './rehearsal-report.ts';
import { sum } from './spans.ts';
import type { Column, Table } from './table.ts';
import type { TeamFigures } from './team-figures.ts';
import { count } from './verdict.ts';
import type { WaitFigures } from './wait-figures.ts';

const text = (title: string, detail = false): Column => ({ title, detail });
const number = (title: string, detail = false): Column => ({ title, kind: 'number', detail });

/** How long each team's jobs waited; the last row is all of them. */
export function waitsTable({ waits: { overall, teams } }: RehearsalReport): Table {
  return {
    columns: [
      text('team'),
      number('jobs'),
      number('wait p50'),
      number('wait p95'),
      number('longest'),
      number('never started'),
      number('succeeded', true),
      number('running', true),
      number('failed'),
      number('refused', true),
    ],
    rows: [...teams.map((figures) => waitRow(figures.team, figures)), waitRow('all', overall)],
    total: true,
  };
}

function waitRow(name: string, { jobs, neverStarted, outcomes, waitSeconds }: WaitFigures): string[] {
  return [
    name,
    amountText(jobs),
    durationText(waitSeconds?.p50),
    durationText(waitSeconds?.p95),
    durationText(waitSeconds?.max),
    amountText(neverStarted),
    amountText(outcomes.succeeded),
    amountText(outcomes.running),
    amountText(outcomes.failed),
    amountText(outcomes.refused),
  ];
}

/** What each pool offered, what was used, and what it cost. */
export function poolsTable({ pools, totals }: RehearsalReport): Table {
  const last = pools.length > 1 ? [totalRow(totals)] : [];
  return {
    columns: [
      text('pool'),
      number('nodes: mean'),
      number('most'),
      number('offered h', true),
      number('used h'),
      number('idle h'),
      number('use'),
      number('fragmented'),
      number('stranded h', true),
      number('cost'),
      number('of it idle'),
    ],
    rows: [...pools.map(poolRow), ...last],
    total: last.length > 0,
  };
}

function poolRow(figures: PoolFigures): string[] {
  const { fragmentation, nodes } = figures;
  return [
    figures.pool,
    amountText(nodes.mean),
    amountText(nodes.largest),
    amountText(figures.offeredUnitHours),
    amountText(figures.usedUnitHours),
    amountText(figures.idleUnitHours),
    percentText(figures.useShare),
    percentText(fragmentation.blockedShare),
    amountText(fragmentation.strandedUnitHours),
    usdText(figures.usd),
    usdText(figures.usdIdle),
  ];
}

function totalRow({ usd, usdIdle }: RehearsalReport['totals']): string[] {
  return ['all with a price', ...Array<string>(8).fill(''), usdText(usd), usdText(usdIdle)];
}

/** What each team used, borrowed, gave back, lost and would pay. */
export function teamsTable({ teams }: RehearsalReport): Table {
  return {
    columns: [
      text('team'),
      { title: 'unit-hours by pool', detail: true, prose: true },
      number('borrowed, most'),
      number('borrowed h'),
      number('given back'),
      number('preempted'),
      number('lost h'),
      number('money'),
      number('a month'),
      number('of budget'),
    ],
    rows: teams.map(teamRow),
  };
}

function teamRow(figures: TeamFigures): string[] {
  const { borrowed, budget, lostUnitHours: lost, usedUnitHours } = figures;
  const used = Object.entries(usedUnitHours).map(([pool, hours]) => `${pool} ${amountText(hours)}`);
  return [
    figures.team,
    used.join(', ') || 'none',
    amountText(borrowed.peakUnits),
    amountText(borrowed.unitHours),
    amountText(figures.reclaimed.units),
    amountText(figures.preemptions),
    amountText(sum([lost.faults, lost.evictions, lost.failures])),
    usdText(figures.usd),
    usdText(figures.projectedUsdPerMonth),
    budget === undefined ? NONE : budget.share === undefined ? UNKNOWN : percentText(budget.share),
  ];
}

/** What each model server was asked for, and what it got. */
export function serversTable({ servers }: RehearsalReport): Table {
  return {
    columns: [
      text('server'),
      text('team', true),
      text('pool'),
      number('asked for, most'),
      number('ran, most'),
      number('asked for h', true),
      number('ran h', true),
      number('short h'),
      number('longest'),
      number('without room'),
      number('taken'),
    ],
    rows: servers.map((figures) => [
      figures.server,
      figures.team,
      figures.pool,
      amountText(figures.wantedMost),
      amountText(figures.ranMost),
      amountText(figures.wantedReplicaHours),
      amountText(figures.ranReplicaHours),
      amountText(figures.shortHours),
      durationText(figures.longestShortSeconds),
      figures.unservedShare === undefined ? NONE : percentText(figures.unservedShare),
      amountText(figures.replicasTaken),
    ]),
  };
}

const GAVE_WAY = {
  training: 'training gave way to serving',
  serving: 'serving gave way to training',
  both: 'both gave way at times',
  neither: 'nobody had to give way',
} as const;

/** What happened on each pool that servers and jobs shared, one line each. */
export function contestLines({ contests }: RehearsalReport): string[] {
  return contests.map(({ gaveWay, jobsStopped, pool, replicasTaken, serversShortHours }) => {
    const short =
      serversShortHours === 0 ? 'no server was short' : `servers were short for ${amountText(serversShortHours)} h`;
    return `${pool}: ${GAVE_WAY[gaveWay]}; ${count(jobsStopped, 'run')} stopped, ${count(replicasTaken, 'replica')} taken, ${short}`;
  });
}
