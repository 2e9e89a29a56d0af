import { sloBurn } from '../../constructs/observability/index.ts';
import { askNow, type PrometheusAccess } from './prometheus.ts';
import { type Clock, WALL } from './wall-clock.ts';

/** A promise that is being broken. */
export interface BrokenPromise {
  /** Name of the objective. */
  readonly slo: string;
  /** How many times too fast its error budget is spent. */
  readonly factor: number;
}

/** Whether the next wave may begin. Only `quiet` lets it. */
export interface BurnVerdict {
  readonly verdict: 'quiet' | 'burning' | 'not known';
  /** In words and numbers. */
  readonly reason: string;
  /** Promises that are being broken, the worst first. */
  readonly broken: readonly BrokenPromise[];
}

/** How promises are watched. */
export interface BurnWatch extends PrometheusAccess {
  /** Times too fast from which it counts. */
  readonly factor: number;
  /** Time over which they must stay quiet. 0 looks once. Unit: seconds. */
  readonly watch: number;
  /** Called after each look but the last. @default - silent */
  readonly onLook?: (verdict: BurnVerdict) => void;
  /** The time, and waiting; tests give their own. @default - the clock */
  readonly clock?: Clock;
}

/** Time from one look to the next. Unit: seconds. */
const PAUSE = 30;

/**
 * Watches the platform's promises before a wave: the first that burns stops it. A Prometheus that cannot be asked, or that keeps no
 * promises, stops it too: nobody knows.
 */
export async function watchBurn({ clock = WALL, onLook, watch, ...how }: BurnWatch): Promise<BurnVerdict> {
  const end = clock.now() + watch * 1_000;
  for (;;) {
    const found = await look(how);
    const left = end - clock.now();
    if (found.verdict === 'burning' || left <= 0) return found;
    onLook?.(found);
    await clock.sleep(Math.min(left, PAUSE * 1_000));
  }
}

async function look({ factor, ...access }: Omit<BurnWatch, 'watch'>): Promise<BurnVerdict> {
  const [kept, burning] = await Promise.all([
    askNow(access, 'count(count by (slo) (slo:objective:ratio))'),
    askNow(access, sloBurn(factor)),
  ]);
  for (const answer of [kept, burning])
    if (answer.kind === 'unreachable') return unknown(`Prometheus could not be asked: ${answer.because}`);
  const promises = kept.kind === 'samples' ? (kept.samples[0]?.value ?? 0) : 0;
  if (promises === 0) return unknown('Prometheus keeps no promises: are its rules there, and computed?');
  const broken = (burning.kind === 'samples' ? burning.samples : [])
    .map(({ labels, value }) => ({ slo: labels['slo'] ?? '?', factor: value }))
    .toSorted((a, b) => b.factor - a.factor);
  if (broken.length === 0)
    return { verdict: 'quiet', broken, reason: `none of ${promises} promises is broken ${factor} times too fast` };
  const words = broken.map((each) => `${each.slo} ${Number(each.factor.toPrecision(2))} times`).join(', ');
  return {
    verdict: 'burning',
    broken,
    reason: `error budgets are spent too fast: ${words}; ${factor} times stop a wave`,
  };
}

function unknown(reason: string): BurnVerdict {
  return { verdict: 'not known', reason, broken: [] };
}
