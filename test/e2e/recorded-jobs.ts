import type { RecordedJob, Recording } from '../../rehearsal/recording/recording.ts';

/** Jobs of a recording by name. */
export function named(recording: Recording, ...names: string[]): [RecordedJob, RecordedJob, RecordedJob] {
  return names.map((name) => {
    const found = recording.jobs.find((job) => job.name === name);
    if (found === undefined) throw new Error(`no job ${name} was recorded`);
    return found;
  }) as [RecordedJob, RecordedJob, RecordedJob];
}

/** When a job's first pod started. Unit: simulated seconds. */
export function firstStart({ pods }: RecordedJob): number {
  return Math.min(...pods.map(({ from }) => from));
}

/** When a job's last pod started. Unit: simulated seconds. */
export function lastStart({ pods }: RecordedJob): number {
  return Math.max(...pods.map(({ from }) => from));
}

/** When a job's last pod ended. Unit: simulated seconds. */
export function lastEnd({ pods }: RecordedJob): number {
  return Math.max(...pods.map(({ to = 0 }) => to));
}

/** Most units that pods held at the same time. */
export function mostHeld({ jobs }: Recording): number {
  const steps = jobs
    .flatMap(({ pods }) => pods)
    .flatMap(({ from, to = Number.POSITIVE_INFINITY, units }) => [
      { at: from, units },
      { at: to, units: -units },
    ])
    // What is let go is free before somebody else takes it at the same moment.
    .sort((a, b) => a.at - b.at || a.units - b.units);
  let held = 0;
  return steps.reduce((most, { units }) => {
    held += units;
    return Math.max(most, held);
  }, 0);
}
