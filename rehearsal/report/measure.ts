import type { PlatformSpec } from '../../spec/platform.ts';
import type { Recording } from '../recording/recording.ts';
import type { ApplyFacts } from './apply-facts.ts';
import { differences } from './differences.ts';
import { heldUnits } from './held-units.ts';
import { poolFacts } from './pool-facts.ts';
import { poolUse } from './pool-use.ts';
import { REPORT_FORMAT, type RehearsalReport } from './rehearsal-report.ts';
import { rounded } from './rounded.ts';
import { contests, serverFigures } from './server-figures.ts';
import { teamBill } from './team-bill.ts';
import { totals } from './totals.ts';
import { attention, reasons } from './verdict.ts';
import { waits } from './waits.ts';

/** What a report needs beside the recording. */
export interface MeasureContext {
  /** The platform that was rehearsed. */
  readonly spec: PlatformSpec;
  /** What came of applying it. */
  readonly apply: ApplyFacts;
  /**
   * Latency of the control plane as measured: from the creation of a pod that nothing holds up to its start. Unit: real
   * seconds.
   *
   * @default - the shortest wait of all jobs stands for it
   */
  readonly latencySeconds?: number;
}

/** Computes the report of a rehearsal. Pure: the same recording gives the same report. */
export function measure(recording: Recording, { apply, latencySeconds, spec }: MeasureContext): RehearsalReport {
  const facts = poolFacts(spec);
  const held = heldUnits(recording);
  const pools = facts.map((each) => poolUse(recording, each, held));
  const teams = spec.teams.map((team) => teamBill(recording, team, facts, held));
  const evidence = {
    apply,
    jobs: recording.jobs,
    servers: serverFigures(recording),
    teams,
    totals: totals(pools, recording.endedAt),
    waits: waits(
      recording,
      spec.teams.map(({ name }) => name),
    ),
  };
  const failed = reasons(evidence);
  const { environment, name } = spec.metadata;
  const { kind: target, kubernetes } = spec.target;
  return rounded({
    format: REPORT_FORMAT,
    platform: { name, environment, target, kubernetes },
    speed: recording.speed,
    simulatedSeconds: recording.endedAt,
    verdict: failed.length === 0 ? 'passed' : 'failed',
    reasons: failed,
    attention: attention(evidence),
    apply,
    totals: evidence.totals,
    waits: evidence.waits,
    pools,
    teams,
    servers: evidence.servers,
    contests: contests(recording),
    faults: recording.faults,
    differences: differences(recording, apply, facts, latencySeconds),
  });
}
