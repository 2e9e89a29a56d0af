import { createHash } from 'node:crypto';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** 95 % of a normal distribution lie below so many standard deviations. */
const NORMAL_P95 = 1.644_853_626_951_472_2;

/** A log-normal distribution, by what people know of it. */
export interface MedianAndP95 {
  readonly median: number;
  /** Not below the median. */
  readonly p95: number;
}

/** Figures that look random and are the same for the same seed and name. */
export class Chance {
  readonly #next: () => number;

  /** @param name - what the figures are for: each name has a sequence of its own, whatever is drawn for others */
  public constructor(seed: number, name: string) {
    const digest = createHash('sha256').update(`${seed}/${name}`).digest();
    const source = xoroshiro128plus(digest.readInt32LE(0));
    this.#next = () => uniformFloat64(source);
  }

  /** Time until the next of events that come at random, so many in a unit of time on average. */
  public pause(rate: number): number {
    return -Math.log(1 - this.#next()) / rate;
  }

  /** A figure of a log-normal distribution. */
  public logNormal({ median, p95 }: MedianAndP95): number {
    const deviation = Math.log(p95 / median) / NORMAL_P95;
    return median * Math.exp(deviation * this.#normal());
  }

  /** One of several, each as often as its share says; there is at least one. */
  public oneOf<T extends { readonly share: number }>(choices: readonly T[]): T {
    let left = this.#next() * choices.reduce((sum, { share }) => sum + share, 0);
    for (const choice of choices) {
      left -= choice.share;
      if (left < 0) return choice;
    }
    return choices[choices.length - 1] as T;
  }

  /** Box and Muller's transform of two even figures into a normal one. */
  #normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.#next())) * Math.cos(2 * Math.PI * this.#next());
  }
}
