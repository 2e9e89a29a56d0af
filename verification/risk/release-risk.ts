import { type RatedComponent, ratedComponents } from './component-rate.ts';
import { heldOutGain } from './held-out.ts';
import { type PastRelease, type Rate, rateOf } from './rate.ts';

/** Releases below which a history says nothing but its own length. */
const FEWEST_RELEASES = 20;

/**
 * Failures, and releases that went well, below which the later half of a history cannot say who foretold it better: with fewer, a
 * gain of nothing on each of the others outweighs them.
 */
const FEWEST_OF_EACH = 8;

/** What the past says about a release. */
export interface ReleaseRisk {
  /** Releases that it is taken from. */
  readonly releases: number;
  /** Share of all of them that failed. @default - there are too few */
  readonly base?: Rate | undefined;
  /** Share of each component, drawn towards that of all. Empty where components do not tell releases apart. */
  readonly components: readonly RatedComponent[];
  /** What this rests on, in words. */
  readonly reason: string;
}

/**
 * How often releases of components failed, from the pipeline's own history.
 *
 * Speaks of single components only where that foretold the later half of the history better than the one rate of all; else it
 * says that it did not, and gives that one rate.
 *
 * @param history - in any order
 * @param components - those that are released now
 */
export function releaseRisk(history: readonly PastRelease[], components: readonly string[]): ReleaseRisk {
  const past = history.toSorted((a, b) => a.at - b.at);
  const releases = past.length;
  if (releases < FEWEST_RELEASES)
    return {
      releases,
      components: [],
      reason: `${releases} past releases are too few: ${FEWEST_RELEASES} are needed to speak of a rate`,
    };
  const base = rateOf(past.filter(({ failed }) => failed).length, releases);
  const silent = (reason: string): ReleaseRisk => ({ releases, base, components: [], reason });
  if (new Set(past.map(({ component }) => component)).size < 2)
    return silent('all past releases are of one component: its rate is that of all');
  const gain = heldOutGain(past);
  if (gain.rarer < FEWEST_OF_EACH)
    return silent(
      `whether components foretell failures is not known: of the ${gain.tested} later releases ${gain.rarer} came out otherwise than most, and ${FEWEST_OF_EACH} are needed to tell`,
    );
  const figures = `${gain.meanBits.toFixed(3)} bits a release, 95 % sure of ${gain.lowBits.toFixed(3)} or more, on the ${gain.tested} later ones`;
  if (gain.lowBits <= 0) return silent(`components do not foretell failures better than the rate of all: ${figures}`);
  return {
    releases,
    base,
    components: ratedComponents(past, components),
    reason: `components foretell failures better than the rate of all: by ${figures}`,
  };
}
