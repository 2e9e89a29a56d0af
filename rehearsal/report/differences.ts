import { HOURS_PER_MONTH } from '../../spec/units.ts';
import type { Recording } from '../recording/recording.ts';
import type { ApplyFacts } from './apply-facts.ts';
import { waitOf } from './job-life.ts';
import type { PoolFacts } from './pool-facts.ts';
import type { Differences } from './rehearsal-report.ts';

const SIMULATED = [
  'Nodes and pods are simulated by KWOK: no container ran, no volume was mounted, no packet was sent.',
  'Times of image pulls, of machines that boot and of storage are not in the figures.',
  'A job runs as long as its plan says; a run that is ended begins anew from nothing, without a checkpoint.',
];

const SERVERS = [
  'No request was sent to a server: its load is the plan’s, and its autoscaler follows at once, as many replicas as carry it; fewer after the window.',
  'A server’s replica carries its load from the moment that its pod runs; loading weights is not in the figures.',
];

/**
 * How a rehearsal differs from a real run.
 *
 * @param latencySeconds - measured latency of the control plane, in real seconds; without it the shortest wait of a job
 * stands for it, which at best is nothing but latency
 */
export function differences(
  recording: Recording,
  apply: ApplyFacts,
  pools: readonly PoolFacts[],
  latencySeconds?: number,
): Differences {
  const resolution = latencySeconds === undefined ? shortestWait(recording) : latencySeconds * recording.speed;
  return {
    simulated: [...SIMULATED, ...(recording.servers.length > 0 ? SERVERS : []), ...apply.assumptions],
    standIns: apply.standIns,
    rewrites: apply.rewrites.length,
    otherVersions: apply.controllers.filter(({ pinned, ran }) => pinned !== ran),
    ...(resolution === undefined ? {} : { resolutionSeconds: resolution }),
    assumptions: assumptions(pools),
    comparison: 'no real run to compare with',
  };
}

function shortestWait({ endedAt, jobs }: Recording): number | undefined {
  const waits = jobs.flatMap((job) => (job.pods.length === 0 ? [] : (waitOf(job, endedAt) ?? [])));
  return waits.length === 0 ? undefined : waits.reduce((least, wait) => Math.min(least, wait));
}

function assumptions(pools: readonly PoolFacts[]): string[] {
  const other = pools.filter(({ capacity, price }) => capacity !== 'onDemand' && price !== undefined && !isOwn(price));
  return [
    'Money counts nodes only, at the list price of the catalogue, for the time that they existed in the rehearsal.',
    `Money of a month is that of the rehearsal divided by its hours, times ${HOURS_PER_MONTH}: the rehearsed load goes on.`,
    'A team pays for the units that its pods held; units that nobody held are nobody’s and shown as idle.',
    ...other.map(({ capacity, pool }) => `${pool} is ${capacity}, but its price is the list price on demand.`),
  ];
}

/** Whether a price is the user's own, who knows what is paid. */
function isOwn({ source }: { readonly source: string }): boolean {
  return source === 'platform spec';
}
