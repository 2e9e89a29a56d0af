import type { FleetGate } from '../../../spec/fleet-gate.ts';
import { conformance } from '../../conformance/conformance.ts';
import { sceneOf, scoreFile } from '../../score/examine-score.ts';
import type { LoadedMember } from '../loaded-member.ts';
import { type GateOutcome, type GateScene, gateFinding, type PlacedGate } from './gate-outcome.ts';

/** Scores a platform anew: what is worked out from its files is about nothing else. */
export async function scoreOutcome(
  scene: GateScene,
  placed: PlacedGate<Extract<FleetGate, { readonly kind: 'score' }>>,
  { address, member }: LoadedMember,
): Promise<GateOutcome> {
  const { atLeast } = placed.gate;
  const { lines, score = 0 } = await scoreFile(address, scene.now.toISOString().slice(0, 10));
  const failed = lines.filter(({ state }) => state === 'failed').length;
  const common = { gate: 'score', platform: member.name } as const;
  if (score >= atLeast && failed === 0)
    return { ...common, because: `${member.name} scores ${score}, nothing unexplained`, findings: [] };
  const problem = `${member.name} scores ${score}, with ${failed} unexplained; ${atLeast} and none are asked for`;
  const fix = `plinth score ${address} says what to mend or to explain`;
  return { ...common, findings: [gateFinding(scene, placed, 'FLEET_EVIDENCE_NEGATIVE', { problem, fix })] };
}

/** Fills the CNCF checklist in anew for a platform. */
export async function conformanceOutcome(
  scene: GateScene,
  placed: PlacedGate<Extract<FleetGate, { readonly kind: 'conformance' }>>,
  { address, member }: LoadedMember,
): Promise<GateOutcome> {
  const { missing, version } = conformance(await sceneOf(address));
  const common = { gate: 'conformance', platform: member.name } as const;
  if (missing.length === 0)
    return { ...common, because: `${member.name} shows every MUST of ${version}`, findings: [] };
  const problem = `${member.name} does not show ${missing.map(({ id }) => id).join(', ')} of ${version}`;
  const fix = `plinth conformance ${address} says what each asks for`;
  return { ...common, findings: [gateFinding(scene, placed, 'FLEET_EVIDENCE_NEGATIVE', { problem, fix })] };
}
