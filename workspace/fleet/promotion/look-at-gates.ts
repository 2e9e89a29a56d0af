import type { LoadedMember } from '../loaded-member.ts';
import { approvalOutcome } from './approval-evidence.ts';
import { conformanceOutcome, scoreOutcome } from './computed-evidence.ts';
import type { GateOutcome, GateScene, PlacedGate } from './gate-outcome.ts';
import { reportOutcome } from './report-evidence.ts';
import { soakOutcome } from './soak-evidence.ts';

/** Looks at every gate of a stage, whatever the others say: what is missing is told at once. */
export async function lookAtGates(scene: GateScene): Promise<readonly GateOutcome[]> {
  const { loaded, plan } = scene;
  const index = loaded.fleet.promotion.indexOf(plan.stage);
  const outcomes: GateOutcome[] = [];
  for (const [position, gate] of plan.stage.gates.entries())
    outcomes.push(...(await outcomesOf(scene, { gate, at: `promotion[${index}].gates[${position}]` })));
  return outcomes;
}

function outcomesOf(scene: GateScene, { at, gate }: PlacedGate): Promise<GateOutcome[]> {
  switch (gate.kind) {
    case 'verdict':
    case 'rehearsal':
      return each(scene, gate.platforms, (member) => reportOutcome(scene, { at, gate }, member));
    case 'score':
      return each(scene, gate.platforms, (member) => scoreOutcome(scene, { at, gate }, member));
    case 'conformance':
      return each(scene, gate.platforms, (member) => conformanceOutcome(scene, { at, gate }, member));
    case 'approval':
      return approvalOutcome(scene, { at, gate }).then((outcome) => [outcome]);
    case 'soak':
      return soakOutcome(scene, { at, gate }).then((outcome) => [outcome]);
  }
}

/** One after the other: each renders a platform. */
async function each(
  { plan }: GateScene,
  named: readonly string[] | undefined,
  look: (member: LoadedMember) => Promise<GateOutcome>,
): Promise<GateOutcome[]> {
  const outcomes: GateOutcome[] = [];
  for (const loaded of plan.before)
    if (named === undefined || named.includes(loaded.member.name)) outcomes.push(await look(loaded));
  return outcomes;
}
