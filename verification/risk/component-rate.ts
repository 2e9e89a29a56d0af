import { type PastRelease, type Rate, rateOf } from './rate.ts';

/** Releases of the whole that each component's own count for as much as: few of its own say little. */
const PRIOR_RELEASES = 10;

/** A component with the share of its releases that fail. */
export interface RatedComponent extends Rate {
  readonly component: string;
  /** Its own releases behind that. */
  readonly releases: number;
}

/** Failures and releases so far, of a component and of all. */
export interface Counts {
  readonly failed: number;
  readonly releases: number;
}

/** Counts of a component with {@link PRIOR_RELEASES} releases at the rate of all added. */
export function drawn({ failed, releases }: Counts, all: Counts): Counts {
  // Half a failure more and one release more: what never failed so far may.
  const rate = (all.failed + 0.5) / (all.releases + 1);
  return { failed: failed + PRIOR_RELEASES * rate, releases: releases + PRIOR_RELEASES };
}

/** The rates of components, drawn towards that of all. */
export function ratedComponents(
  past: readonly PastRelease[],
  components: readonly string[],
): readonly RatedComponent[] {
  const all = countsOf(past);
  return components.map((component) => {
    const own = countsOf(past.filter((release) => release.component === component));
    const { failed, releases } = drawn(own, all);
    return { component, ...rateOf(failed, releases), releases: own.releases };
  });
}

function countsOf(past: readonly PastRelease[]): Counts {
  return { failed: past.filter(({ failed }) => failed).length, releases: past.length };
}
