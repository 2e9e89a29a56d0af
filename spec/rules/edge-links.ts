import { type EdgeArrival, edgeArrival, LARGEST_CHUNK } from '../edge-arrival.ts';
import type { EdgeLink } from '../edge-link.ts';
import { serversIn, workloadsAt } from '../edge-placement.ts';
import type { EdgeServer } from '../edge-workload.ts';
import type { Finding } from '../finding.ts';
import type { PlatformSpec } from '../platform.ts';
import { pathText } from '../spec-path.ts';
import { sizeText } from '../units.ts';

const SECONDS_OF_DAY = 86_400;

/** A new version of a model comes to every site that runs it, at some time at all and in the time that is wished. */
export function* edgeLinks({ edge }: PlatformSpec): Iterable<Finding> {
  if (edge === undefined) return;
  for (const [index, site] of edge.sites.entries()) {
    const at = pathText(['edge', 'sites', index, 'link']);
    for (const server of serversIn(workloadsAt(edge, site))) {
      const bytes = Math.round(server.model.size * 2 ** 30 * server.model.changed);
      const arrival = edgeArrival(site.link, bytes);
      if (arrival.days === undefined) yield { at, ...never(server, site.link, arrival) };
      else if (arrival.days * SECONDS_OF_DAY > server.model.within)
        yield { at, ...late(server, site.link, arrival, bytes) };
    }
  }
}

function never({ name }: EdgeServer, { cuts }: EdgeLink, arrival: EdgeArrival): Omit<Finding, 'at'> {
  const { chunkSeconds, kbit, longestSeconds } = arrival;
  const because =
    cuts === undefined
      ? `the longest window is ${grouped(longestSeconds)} s`
      : `${grouped(longestSeconds)} s is the longest without a break (a cut every ${cuts.every} s for ${cuts.last} s)`;
  return {
    code: 'EDGE_MODEL_NEVER',
    level: 'error',
    problem: `${name} never comes: its largest piece, ${grouped(LARGEST_CHUNK)} bytes, takes ${grouped(Math.ceil(chunkSeconds))} s at ${grouped(kbit)} kbit/s, and ${because}`,
    fix: 'raise the cap, open longer windows, mend the link, or bring models there by hand and leave the site out',
  };
}

function late(
  { model, name }: EdgeServer,
  { cuts }: EdgeLink,
  arrival: EdgeArrival,
  bytes: number,
): Omit<Finding, 'at'> {
  const { days = 0, kbit, useful, weekSeconds } = arrival;
  const broken =
    cuts === undefined ? '' : `, of which cuts (every ${cuts.every} s for ${cuts.last} s) leave ${percent(useful)}`;
  return {
    code: 'EDGE_MODEL_LATE',
    level: 'warning',
    problem: `${name} needs ${grouped(Math.ceil(days))} days and should need ${grouped(model.within / SECONDS_OF_DAY)}: ${grouped(bytes)} bytes (${percent(model.changed)} of ${sizeText(model.size)}, the rest is there already) at ${grouped(kbit)} kbit/s, in windows of ${grouped(weekSeconds)} s a week${broken}`,
    fix: 'raise the cap, open longer windows, make model.within longer, or send smaller changes',
  };
}

function percent(share: number): string {
  return `${Math.round(share * 1_000) / 10} %`;
}

function grouped(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 1 });
}
