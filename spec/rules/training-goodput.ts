import type { Finding } from '../finding.ts';
import { bestInterval, type GangFaults, type Goodput, goodput } from '../goodput.ts';
import { largestGang } from '../largest-gang.ts';
import type { PlatformSpec } from '../platform.ts';
import { pathText } from '../spec-path.ts';
import { durationText, type Seconds } from '../units.ts';

/** Share of its time in which the largest job should train. Meta reports more than this for Llama 3 on 16,384 GPUs. */
const ENOUGH = 0.9;

/** The largest job trains most of its time in spite of failures, checkpoints and restarts. */
export function* trainingGoodput(spec: PlatformSpec): Iterable<Finding> {
  const gang = largestGang(spec);
  if (spec.training === undefined || gang === undefined) return;
  const { checkpoints, meanTimeBetweenFailures, restart } = spec.training;
  const faults = { ...checkpoints, accelerators: gang.accelerators, meanTimeBetweenFailures, restart };
  const expected = goodput(faults);
  if (expected.useful >= ENOUGH) return;
  yield {
    code: 'TRAINING_GOODPUT_LOW',
    level: 'warning',
    at: pathText(['training', 'checkpoints', 'every']),
    problem: `a job of ${gang.accelerators} accelerators (${gang.because}) would train ${percent(cut(expected.useful))} of its time, less than ${percent(ENOUGH)}: ${arithmetic(faults, expected)}`,
    fix: advice(faults),
  };
}

function arithmetic(faults: GangFaults, expected: Goodput): string {
  const interruptions = Math.round(expected.meanTimeBetweenInterruptions);
  return [
    `one stops every ${durationText(faults.meanTimeBetweenFailures)}, so the job every ${interruptions}s`,
    `checkpoints ${faults.stall}s / ${faults.every}s = ${percent(expected.checkpointing)}`,
    `work lost ${faults.every}s / (2 × ${interruptions}s) = ${percent(expected.recomputing)}`,
    `restarts ${faults.restart}s / ${interruptions}s = ${percent(expected.restarting)}`,
  ].join(', ');
}

function advice(faults: GangFaults): string {
  const every = round(bestInterval(faults));
  const best = goodput({ ...faults, every }).useful;
  const interval = `the best interval is ${durationText(every)}, with ${percent(best)}`;
  if (best >= ENOUGH) return `set training.checkpoints.every to ${durationText(every)}: ${interval}`;
  return `${interval}; shorten checkpoints.stall (${durationText(faults.stall)}) or restart (${durationText(faults.restart)}), or train on fewer accelerators`;
}

/** To whole minutes, and below two minutes to whole seconds: nobody writes 1148s. */
function round(interval: Seconds): Seconds {
  const step = interval < 120 ? 1 : 60;
  return (Math.max(1, Math.round(interval / step)) * step) as Seconds;
}

/** Cut instead of rounded, so that a share just below the limit is not shown as the limit. */
function cut(share: number): number {
  return Math.floor(share * 1_000) / 1_000;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
