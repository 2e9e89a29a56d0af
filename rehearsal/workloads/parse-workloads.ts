import { enforce, type Finding, PlatformError, type Rule } from '../../spec/finding.ts';
import { placed } from '../../spec/parse-platform.ts';
import type { PlatformSpec } from '../../spec/platform.ts';
import { shapeFindings } from '../../spec/shape-finding.ts';
import type { SourceFile } from '../../spec/source-file.ts';
import { type NamedWork, properNames } from './name-rules.ts';
import { expectedJobs, planJobs, planServer } from './plan-jobs.ts';
import type { PlannedFault, PlannedJob, WorkloadPlan } from './planned-job.ts';
import { notTooSlow } from './time-rules.ts';
import { type FaultEntry, MOST_JOBS, type WorkloadsFile, workloads } from './workloads-file.ts';
import { mistake } from './workloads-finding.ts';
import { unfitting } from './workloads-rules.ts';

/**
 * Turns what the user wrote about workloads into what a rehearsal of a platform will do. Pure: the same input gives the
 * same plan.
 *
 * @param input - parsed YAML or JSON, or a value from a program; not trusted
 * @param spec - the platform that it is for
 * @param source - the file it came from, so that findings carry line and column
 * @throws {PlatformError} `WORKLOADS_SHAPE_INVALID` for every wrong field; if the shape is right, `WORKLOADS_…` for everything
 * that the platform could never do.
 */
export function parseWorkloads(input: unknown, spec: PlatformSpec, source?: SourceFile): WorkloadPlan {
  try {
    return plan(shaped(input), spec);
  } catch (error) {
    if (error instanceof PlatformError) throw new PlatformError(placed(error.findings, source));
    throw error;
  }
}

function shaped(input: unknown): WorkloadsFile {
  const given = copyOf(input);
  const result = workloads.safeParse(given, { reportInput: false });
  if (result.success) return result.data;
  const findings = result.error.issues.flatMap((issue) => shapeFindings(workloads, given, issue));
  throw new PlatformError(findings.map((finding) => ({ ...finding, code: 'WORKLOADS_SHAPE_INVALID' })));
}

/** zod freezes also what it refuses: the caller's own value must stay as it is. */
function copyOf(input: unknown): unknown {
  try {
    return structuredClone(input);
  } catch {
    // Something that no file can hold, such as a function: it is refused as it is.
    return input;
  }
}

function plan(file: WorkloadsFile, spec: PlatformSpec): WorkloadPlan {
  enforce(file, [(each) => unfitting(each, spec), notTooSlow, notTooMany]);
  const entries = planJobs(file, spec);
  enforce({ entries, servers: file.servers }, NAMES);
  return {
    speed: file.speed,
    jobs: byArrival(entries.flatMap(({ jobs }) => jobs)),
    servers: file.servers.map((entry) => planServer(entry, spec)),
    faults: file.faults.map(plannedFault).sort((a, b) => a.atSeconds - b.atSeconds),
  };
}

const NAMES: readonly Rule<NamedWork>[] = [properNames];

function* notTooMany(file: WorkloadsFile): Iterable<Finding> {
  const expected = Math.ceil(expectedJobs(file));
  if ((expected > 0 || file.servers.length > 0) && expected <= MOST_JOBS) return;
  const at = file.generate.length > 0 ? 'generate' : 'jobs';
  yield expected === 0
    ? mistake('WORKLOADS_EMPTY', [], {
        problem: 'it names no job and no server',
        fix: 'add an entry to jobs, to generate or to servers',
      })
    : mistake('WORKLOADS_TOO_MANY', [at], {
        problem: `about ${expected} jobs, and a rehearsal takes at most ${MOST_JOBS}`,
        fix: 'lower count, jobsPerDay or over',
      });
}

function byArrival(jobs: readonly PlannedJob[]): PlannedJob[] {
  return jobs.toSorted((a, b) => a.atSeconds - b.atSeconds);
}

function plannedFault({ at, for: until, kind, nodes, pool, zone }: FaultEntry): PlannedFault {
  return {
    kind,
    pool,
    nodes: nodes ?? 1,
    atSeconds: at,
    ...(zone === undefined ? {} : { zone }),
    ...(until === undefined ? {} : { forSeconds: until }),
  };
}
