import { normalTailQuantile } from '../statistics/normal.ts';
import { type Counts, drawn } from './component-rate.ts';
import type { PastRelease } from './rate.ts';

/** How much better one foretelling was than another on releases that it had not seen. */
export interface HeldOutGain {
  /** Mean gain. Unit: bits a release. */
  readonly meanBits: number;
  /** What it is at least, 95 % sure. */
  readonly lowBits: number;
  /** Releases that were foretold. */
  readonly tested: number;
  /** The rarer of what came true among them: failures, or releases that went well. */
  readonly rarer: number;
}

const NONE: Counts = { failed: 0, releases: 0 };

/**
 * Foretells each release of the later half from those before it: by the rate of its component, and by that of all. The gain is
 * the difference of the logarithms of what both gave to what came true.
 *
 * @param past - in the order of time
 */
export function heldOutGain(past: readonly PastRelease[]): HeldOutGain {
  const half = Math.floor(past.length / 2);
  const own = new Map<string, Counts>();
  let all = NONE;
  const gains: number[] = [];
  past.forEach((release, at) => {
    const known = own.get(release.component) ?? NONE;
    if (at >= half) gains.push(gainOf(release, known, all));
    own.set(release.component, counted(known, release));
    all = counted(all, release);
  });
  const meanBits = gains.reduce((sum, each) => sum + each, 0) / gains.length;
  const failed = past.slice(half).filter((release) => release.failed).length;
  const variance = gains.reduce((sum, each) => sum + (each - meanBits) ** 2, 0) / Math.max(1, gains.length - 1);
  return {
    meanBits,
    lowBits: meanBits - normalTailQuantile(0.05) * Math.sqrt(variance / gains.length),
    tested: gains.length,
    rarer: Math.min(failed, gains.length - failed),
  };
}

function gainOf({ failed }: PastRelease, known: Counts, all: Counts): number {
  const said = (rate: number) => Math.log2(failed ? rate : 1 - rate);
  const component = drawn(known, all);
  return said(component.failed / component.releases) - said((all.failed + 0.5) / (all.releases + 1));
}

function counted({ failed, releases }: Counts, release: PastRelease): Counts {
  return { failed: failed + (release.failed ? 1 : 0), releases: releases + 1 };
}
