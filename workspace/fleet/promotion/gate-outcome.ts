import type { Finding } from '../../../spec/finding.ts';
import type { FleetGate } from '../../../spec/fleet-gate.ts';
import type { LoadedFleet } from '../load-fleet.ts';
import type { StagePlan } from './stage-plan.ts';

/** Whether a gate holds, and why or why not. */
export interface GateOutcome {
  /** Kind of the gate. */
  readonly gate: FleetGate['kind'];
  /** Platform whose evidence it is. @default - it is about the stages before as a whole */
  readonly platform?: string;
  /** File that was looked at. @default - none: it was worked out anew, or asked of Git */
  readonly file?: string;
  /** Why it holds. @default - it does not: see `findings` */
  readonly because?: string;
  /** Why it does not hold. */
  readonly findings: readonly Finding[];
}

/** What gates are looked at with. */
export interface GateScene {
  /** The fleet file. */
  readonly file: string;
  readonly loaded: LoadedFleet;
  readonly plan: StagePlan;
  /** Files that were named beside those of the fleet file: by `KIND:PLATFORM` or `KIND`. */
  readonly given: ReadonlyMap<string, string>;
  /** Time of now. */
  readonly now: Date;
}

/** A gate, and where it stands in the fleet file. */
export interface PlacedGate<G extends FleetGate = FleetGate> {
  readonly gate: G;
  /** Path in the fleet file. */
  readonly at: string;
}

/** What is wrong with the evidence of a gate. */
export type GateCode =
  | 'FLEET_EVIDENCE_MISSING'
  | 'FLEET_EVIDENCE_INVALID'
  | 'FLEET_EVIDENCE_OTHER'
  | 'FLEET_EVIDENCE_OLD'
  | 'FLEET_EVIDENCE_NEGATIVE'
  | 'FLEET_APPROVAL_WHO'
  | 'FLEET_APPROVAL_UNSIGNED'
  | 'FLEET_SOAK_SHORT'
  | 'FLEET_SOAK_UNKNOWN';

/** A finding about a gate, at its place in the fleet file. */
export function gateFinding(
  { loaded, plan }: GateScene,
  { at }: PlacedGate,
  code: GateCode,
  words: Pick<Finding, 'problem' | 'fix'>,
): Finding {
  const where = `${plan.stage.name}: ${at}`;
  return { code, level: 'error', at: where, ...words, place: loaded.source.placeOf(at) };
}
