import { applyReport } from '../../rehearsal/apply/apply-report.ts';
import type { ControlPlane } from '../../rehearsal/control-plane.ts';
import type { Recording } from '../../rehearsal/recording/recording.ts';
import { measure } from '../../rehearsal/report/measure.ts';
import type { RehearsalReport } from '../../rehearsal/report/rehearsal-report.ts';
import { stagePlatform } from '../../rehearsal/stage-platform.ts';
import type { WorkloadPlan } from '../../rehearsal/workloads/planned-job.ts';
import { runWorkloads } from '../../rehearsal/workloads/run-workloads.ts';
import type { TargetFacts } from '../../spec/facts.ts';
import { targetFacts } from '../../stacks/facts.ts';
import type { LoadedPlatform } from '../platform-file.ts';
import { lockedPlane } from './locked-plane.ts';
import { rehearsalEngines } from './rehearsal-engines.ts';

/** A platform to rehearse. */
export interface RehearseArgs {
  /** Path of its spec; the lock lies beside it. */
  readonly file: string;
  /** What the spec says. */
  readonly platform: Pick<LoadedPlatform, 'spec' | 'extension'>;
  /** Jobs and faults. */
  readonly plan: WorkloadPlan;
  /** How long the jobs may take. Unit: real seconds. */
  readonly timeLimitSeconds: number;
  /** Told before each step and while jobs run, in words for a person. */
  readonly onStep: (step: string) => void;
  /** Called when everything has ended and the control plane still runs. @default - it stops at once */
  readonly afterwards?: (plane: ControlPlane, shown: Rehearsed) => Promise<void>;
  /** Ends the rehearsal early. @default - it runs to its end */
  readonly signal?: AbortSignal;
}

/** What a rehearsal showed. */
export interface Rehearsed {
  readonly report: RehearsalReport;
  /** What the report was computed from. */
  readonly recording: Recording;
}

/**
 * Rehearses a platform on a real control plane of this machine: applies it once, lets its jobs run on simulated nodes, and
 * measures. Nothing is left behind.
 *
 * @throws {PlatformError} if an engine cannot be had or does not come up.
 */
export async function rehearsePlatform(args: RehearseArgs): Promise<Rehearsed> {
  const { afterwards, file, onStep, plan, platform, signal } = args;
  const { extension, spec } = platform;
  const facts = targetFacts(spec);
  const engines = await rehearsalEngines(spec, facts, (build) => onStep(buildStep(build)), signal);
  onStep('starting the control plane');
  const { lock, plane } = await lockedPlane({ file, spec, extension, onStep });
  try {
    const { autoscaler } = engines;
    const { speed } = plan;
    const staged = await stagePlatform(plane, { ...extension, spec, facts, lock, speed, autoscaler, onStep });
    const recording = await runJobs(plane, args, facts);
    const apply = applyReport(spec, staged);
    const assumptions = [...staged.assumptions, ...(engines.because === undefined ? [] : [engines.because])];
    const shown = { report: measure(recording, { spec, apply: { ...apply, assumptions } }), recording };
    await afterwards?.(plane, shown);
    return shown;
  } finally {
    await plane.stop();
  }
}

async function runJobs(
  plane: ControlPlane,
  { onStep, plan, platform, signal, timeLimitSeconds }: RehearseArgs,
  facts: TargetFacts,
) {
  const { spec } = platform;
  return runWorkloads(plane, plan, {
    spec,
    extension: platform.extension,
    facts,
    timeLimitSeconds,
    signal,
    onProgress: ({ ended, submitted, total }) => onStep(`jobs: ${submitted} of ${total} submitted, ${ended} ended`),
  });
}

function buildStep({ engine, remainingSeconds, state, version }: Parameters<NonNullable<BuildListener>>[0]): string {
  const left = remainingSeconds > 0 ? `, about ${Math.ceil(remainingSeconds / 60)} min left` : '';
  return `engine ${engine} ${version}: ${state}${left}`;
}

type BuildListener = Parameters<typeof rehearsalEngines>[2];
