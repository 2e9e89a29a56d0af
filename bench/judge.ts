import { arm, evidence, latencies, metric } from '../test/verification/sample.ts';
import { autoregressive, FAMILIES, type Family, times } from '../test/verification/seeded.ts';
import { type Rates, type Simulation, simulate, usual } from '../test/verification/simulation.ts';
import { judgeRelease } from '../verification/judge/judge-release.ts';

/** Releases that each figure is taken from. */
const RUNS = 10_000;
/** Releases where each has many metrics or points. */
const FEWER_RUNS = 1_000;

/** How long the judge takes, how often it is wrong, and how much it sees. */
export interface JudgeFigures {
  /** Releases behind each rate. */
  readonly runs: number;
  /** 500 metrics of 1,000 points in each arm. Unit: milliseconds, middle of five. */
  readonly fiveHundredMetricsMs: number;
  /** Share of releases that change nothing and are called worse, with 50 points, by how values are distributed. */
  readonly falseAlarms: Readonly<Record<string, number>>;
  /** The same of 20 metrics together, and over five looks. */
  readonly familyFalseAlarms: number;
  readonly fiveLooksFalseAlarms: number;
  /** Share of releases half as slow again that are called, by coefficient of variation and points. */
  readonly power: Readonly<Record<string, number>>;
  /** Looks, a minute each, after which a release half as slow again is called, at one request a second; and how many are. */
  readonly badRelease: { readonly calledShare: number; readonly meanLook: number; readonly looks: number };
  /** Share of good releases that are let go in the same five minutes. */
  readonly goodRelease: number;
}

/** Judges many simulated releases, seeded: the same figures on every machine but the time. */
export function judgeFigures(): JudgeFigures {
  const bad = simulate({ runs: FEWER_RUNS, points: 300, looks: 5, values: usual(0.5, 1.5) });
  const good = simulate({ runs: FEWER_RUNS, points: 300, looks: 5, values: usual(0.5) });
  return {
    runs: RUNS,
    fiveHundredMetricsMs: fiveHundredMetricsMs(),
    falseAlarms: falseAlarms(),
    familyFalseAlarms: simulate({ runs: FEWER_RUNS, points: 50, metrics: 20 }).fail,
    fiveLooksFalseAlarms: simulate({ runs: RUNS, points: 100, looks: 5 }).fail,
    power: power(),
    badRelease: { calledShare: bad.fail, meanLook: Number(bad.calledAt.toFixed(2)), looks: 5 },
    goodRelease: good.pass,
  };
}

function falseAlarms(): Readonly<Record<string, number>> {
  const of = (values: Simulation['values']): number => rates(values).fail;
  const families = (Object.keys(FAMILIES) as Family[]).map((family) => [
    family,
    of((random, count) => times(count, () => FAMILIES[family](random))),
  ]);
  return {
    ...Object.fromEntries(families),
    'lognormal 0.3': of(usual(0.3)),
    'lognormal 1': of(usual(1)),
    'each 0.6 like the one before': of((random, count) =>
      autoregressive(random, count, 0.6).map((value) => value + 10),
    ),
  };
}

function power(): Readonly<Record<string, number>> {
  const cases = [
    { variation: 0.3, points: 50 },
    { variation: 0.5, points: 25 },
    { variation: 0.5, points: 50 },
    { variation: 0.5, points: 100 },
    { variation: 1, points: 50 },
    { variation: 1, points: 150 },
  ];
  return Object.fromEntries(
    cases.map(({ points, variation }) => [
      `variation ${variation}, ${points} points`,
      simulate({ runs: RUNS, points, values: usual(variation, 1.5) }).fail,
    ]),
  );
}

function rates(values: Simulation['values']): Rates {
  return simulate({ runs: RUNS, points: 50, ...(values === undefined ? {} : { values }) });
}

function fiveHundredMetricsMs(): number {
  const metrics = times(500, (at) =>
    metric({
      name: `metric-${at}`,
      baseline: arm(latencies(2 * at, 1_000)),
      canary: arm(latencies(2 * at + 1, 1_000)),
    }),
  );
  const samples = times(5, () => {
    const begun = performance.now();
    judgeRelease(evidence(metrics));
    return performance.now() - begun;
  });
  return Math.round(samples.toSorted((a, b) => a - b)[2] ?? Number.NaN);
}

if (process.argv[1] === import.meta.filename) console.log(JSON.stringify(judgeFigures(), null, 2));
