import { MOST_STATES, type Traffic, type TrafficShare, type TrafficState } from '../../spec/traffic.ts';

/** How much a release is to get. */
export interface WantedShare {
  /** Number of the release. */
  readonly release: number;
  /** Digest of it. */
  readonly digest: string;
  /** Part of the requests. Unit: per cent. */
  readonly weight: number;
  /** Headers that lead to it whatever the weight. @default - none */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/**
 * The traffic in which a release has its share, and the others share the rest in the proportions that they had. Others that
 * are left without weight and without headers go.
 */
export function shifted(state: TrafficState, wanted: WantedShare): TrafficState {
  const others = state.filter(({ release }) => release !== wanted.release);
  const rest = 100 - wanted.weight;
  const had = others.reduce((sum, { weight }) => sum + weight, 0);
  const weights =
    had === 0
      ? others.map(() => 0)
      : apportioned(
          others.map(({ weight }) => weight),
          rest,
        );
  // Nobody had anything: the rest stays with whom it would fall to, and the rules say what is missing.
  const kept = others
    .map((share, index) => ({ ...share, weight: weights[index] ?? 0 }))
    .filter(({ headers, weight }) => weight > 0 || (wanted.weight < 100 && headers !== undefined));
  const { digest, headers, release, weight } = wanted;
  const share: TrafficShare = { release, digest, weight, ...(headers === undefined ? {} : { headers }) };
  return [...kept, share].sort((a, b) => a.release - b.release);
}

/** Whole parts of a total in proportion: each rounded down, what is left to those with the largest fractions. */
function apportioned(parts: readonly number[], total: number): number[] {
  const sum = parts.reduce((all, part) => all + part, 0);
  const exact = parts.map((part) => (part * total) / sum);
  const whole = exact.map(Math.floor);
  const left = total - whole.reduce((all, part) => all + part, 0);
  const order = exact
    .map((value, index) => [value - Math.floor(value), index] as const)
    .sort((a, b) => b[0] - a[0] || a[1] - b[1]);
  for (const [, index] of order.slice(0, left)) whole[index] = (whole[index] ?? 0) + 1;
  return whole;
}

/** The traffic after a change: what it was is kept before it. */
export function changedTo(traffic: Traffic, state: TrafficState): Traffic {
  return { ...traffic, traffic: state, before: [traffic.traffic, ...traffic.before].slice(0, MOST_STATES) };
}

/**
 * The traffic as it was before the newest of the releases in it came in; nothing where it was never otherwise. Byte by byte
 * what reverting the commits since then gives.
 *
 * @param to - a release that shall have all of it. @default - whatever was there
 */
export function restored(traffic: Traffic, to?: number): Traffic | undefined {
  const newest = Math.max(...traffic.traffic.map(({ release }) => release));
  const fits = (state: TrafficState) =>
    to === undefined
      ? state.every(({ release }) => release !== newest)
      : state.some(({ release, weight }) => release === to && weight === 100);
  const index = traffic.before.findIndex(fits);
  const state = traffic.before[index];
  if (state === undefined) return undefined;
  return { ...traffic, traffic: state, before: traffic.before.slice(index + 1) };
}
