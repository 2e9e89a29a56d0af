import { normalTailQuantile } from '../statistics/normal.ts';

/** One release of the pipeline's past. */
export interface PastRelease {
  /** What was released. */
  readonly component: string;
  /** When. Unit: seconds since 1970. */
  readonly at: number;
  /** Whether it was rolled back or called worse. */
  readonly failed: boolean;
}

/** A share of releases that fail. */
export interface Rate {
  /** Range 0–1. */
  readonly estimate: number;
  /** Lower end of the interval that is 95 % sure. */
  readonly low: number;
  /** Upper end of it. */
  readonly high: number;
}

/** A rate with Wilson's interval, which holds for few releases and for rates near 0. */
export function rateOf(failed: number, releases: number): Rate {
  const z = normalTailQuantile(0.025);
  const share = failed / releases;
  const wide = 1 + z ** 2 / releases;
  const middle = (share + z ** 2 / (2 * releases)) / wide;
  const reach = (z * Math.sqrt((share * (1 - share)) / releases + z ** 2 / (4 * releases ** 2))) / wide;
  return { estimate: share, low: Math.max(0, middle - reach), high: Math.min(1, middle + reach) };
}
