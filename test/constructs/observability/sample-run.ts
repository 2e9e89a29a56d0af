/** One series of a generated run: a value for each minute. */
export interface GeneratedSeries {
  /** Name of the metric as it is exposed. */
  readonly name: string;
  /** Its labels. */
  readonly labels: Readonly<Record<string, string>>;
  /** How it moves, as OpenMetrics calls it. */
  readonly type: 'counter' | 'gauge';
  /** A value for each minute. */
  readonly values: readonly number[];
}

/** The value of a gauge at a minute, by chance. */
export type Gauge = (minute: number, chance: () => number) => number;

/** Makes series of a run of some minutes; the same seed makes the same run. */
export class SampleRun {
  /** Minutes of the run. */
  public readonly minutes: number;
  /** Its series. */
  public readonly series: GeneratedSeries[] = [];
  readonly #chance: () => number;

  public constructor(minutes: number, seed: number) {
    this.minutes = minutes;
    this.#chance = random(seed);
  }

  /** A gauge: a number that stays, or a function of the minute. */
  public gauge(name: string, labels: Readonly<Record<string, string>>, value: number | Gauge): void {
    const at = typeof value === 'number' ? () => value : value;
    this.#add(name, labels, 'gauge', (minute) => at(minute, this.#chance));
  }

  /** A counter that grows by so much a minute, a fifth more or less. */
  public counter(name: string, labels: Readonly<Record<string, string>>, perMinute: number, from = 0): void {
    let sum = from;
    this.#add(name, labels, 'counter', () => {
      sum += perMinute * (0.8 + 0.4 * this.#chance());
      return Math.round(sum * 1_000) / 1_000;
    });
  }

  /** A histogram: events a minute, and the part of them that is at most each bound. */
  public histogram(
    name: string,
    labels: Readonly<Record<string, string>>,
    perMinute: number,
    parts: Readonly<Record<string, number>>,
  ): void {
    const counts = new Map<string, number>();
    const rows: number[][] = [];
    for (let minute = 0; minute < this.minutes; minute++) {
      const events = perMinute * (0.8 + 0.4 * this.#chance());
      rows.push(
        Object.entries({ ...parts, '+Inf': 1 }).map(([bound, part]) => {
          const sum = (counts.get(bound) ?? 0) + events * part;
          counts.set(bound, sum);
          return Math.round(sum * 1_000) / 1_000;
        }),
      );
    }
    Object.keys({ ...parts, '+Inf': 1 }).forEach((le, index) => {
      this.#add(`${name}_bucket`, { ...labels, le }, 'counter', (minute) => rows[minute]?.[index] ?? 0);
    });
    this.#add(`${name}_count`, labels, 'counter', (minute) => rows[minute]?.at(-1) ?? 0);
  }

  #add(
    name: string,
    labels: Readonly<Record<string, string>>,
    type: 'counter' | 'gauge',
    at: (minute: number) => number,
  ): void {
    const values = Array.from({ length: this.minutes }, (_, minute) => at(minute));
    this.series.push({ name, labels, type, values });
  }
}

/** A series with its labels, as Prometheus writes it. */
export function seriesName({ labels, name }: GeneratedSeries): string {
  return `${name}{${Object.entries(labels)
    .map(([label, value]) => `${label}="${value}"`)
    .join(',')}}`;
}

/**
 * The run as OpenMetrics, for `promtool tsdb create-blocks-from openmetrics`.
 *
 * @param end - time of the last minute. Unit: seconds since 1970
 */
export function openMetrics(run: SampleRun, end: number): string {
  const lines = run.series.flatMap((series) => {
    const name = seriesName(series);
    return series.values.map((value, minute) => `${name} ${value} ${end - (run.minutes - 1 - minute) * 60}`);
  });
  return `${lines.join('\n')}\n# EOF\n`;
}

/** Mulberry32: small, seeded, good enough to make noise. */
function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** 0 for some minutes from a certain one on, else 1. */
export const gone = (from: number, minutes: number) => (minute: number) =>
  minute >= from && minute < from + minutes ? 0 : 1;
/** 1 for some minutes from a certain one on, else 0. */
export const there = (from: number, minutes: number) => (minute: number) => 1 - gone(from, minutes)(minute);
