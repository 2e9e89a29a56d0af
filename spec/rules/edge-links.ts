import { type EdgeArrival, edgeArrival, LARGEST_CHUNK } from '../edge-arrival.ts';
import { cargoAt, type EdgeCargo } from '../edge-cargo.ts';
import type { EdgeLink } from '../edge-link.ts';
import type { Finding } from '../finding.ts';
import type { PlatformSpec } from '../platform.ts';
import { pathText } from '../spec-path.ts';
import { sizeText } from '../units.ts';

const SECONDS_OF_DAY = 86_400;

/** How findings speak of what is sent. */
const WORDS = {
  model: {
    neverCode: 'EDGE_MODEL_NEVER',
    lateCode: 'EDGE_MODEL_LATE',
    of: '',
    never: 'never comes: its',
    needs: 'needs',
    plural: 'models',
  },
  images: {
    neverCode: 'EDGE_IMAGES_NEVER',
    lateCode: 'EDGE_IMAGES_LATE',
    of: 'images of ',
    never: 'never come: their',
    needs: 'need',
    plural: 'images',
  },
} as const;

/** A new version of a model or of images comes to every site that runs it, at some time at all and in the time that is wished. */
export function* edgeLinks({ edge }: Pick<PlatformSpec, 'edge'>): Iterable<Finding> {
  if (edge === undefined) return;
  for (const [index, site] of edge.sites.entries()) {
    const at = pathText(['edge', 'sites', index, 'link']);
    for (const cargo of cargoAt(edge, site)) {
      const bytes = Math.round(cargo.size * 2 ** 30 * cargo.changed);
      const arrival = edgeArrival(site.link, bytes);
      if (arrival.days === undefined) yield { at, ...never(cargo, site.link, arrival) };
      else if (arrival.days * SECONDS_OF_DAY > cargo.within) yield { at, ...late(cargo, site.link, arrival, bytes) };
    }
  }
}

function never({ kind, workload: { name } }: EdgeCargo, { cuts }: EdgeLink, arrival: EdgeArrival): Omit<Finding, 'at'> {
  const words = WORDS[kind];
  const { chunkSeconds, kbit, longestSeconds } = arrival;
  const because =
    cuts === undefined
      ? `the longest window is ${grouped(longestSeconds)} s`
      : `${grouped(longestSeconds)} s is the longest without a break (a cut every ${cuts.every} s for ${cuts.last} s)`;
  return {
    code: words.neverCode,
    level: 'error',
    problem: `${words.of}${name} ${words.never} largest piece, ${grouped(LARGEST_CHUNK)} bytes, takes ${grouped(Math.ceil(chunkSeconds))} s at ${grouped(kbit)} kbit/s, and ${because}`,
    fix: `raise the cap, open longer windows, mend the link, or bring ${words.plural} there by hand and leave the site out`,
  };
}

function late(
  { changed, kind, size, within, workload: { name } }: EdgeCargo,
  { cuts }: EdgeLink,
  arrival: EdgeArrival,
  bytes: number,
): Omit<Finding, 'at'> {
  const words = WORDS[kind];
  const { days = 0, kbit, useful, weekSeconds } = arrival;
  const broken =
    cuts === undefined ? '' : `, of which cuts (every ${cuts.every} s for ${cuts.last} s) leave ${percent(useful)}`;
  return {
    code: words.lateCode,
    level: 'warning',
    problem: `${words.of}${name} ${words.needs} ${grouped(Math.ceil(days))} days and should need ${grouped(within / SECONDS_OF_DAY)}: ${grouped(bytes)} bytes (${percent(changed)} of ${sizeText(size)}, the rest is there already) at ${grouped(kbit)} kbit/s, in windows of ${grouped(weekSeconds)} s a week${broken}`,
    fix: `raise the cap, open longer windows, make ${kind}.within longer, or send smaller changes`,
  };
}

function percent(share: number): string {
  return `${Math.round(share * 1_000) / 10} %`;
}

function grouped(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 1 });
}
