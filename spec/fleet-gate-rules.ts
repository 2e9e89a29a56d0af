import type { Finding } from './finding.ts';
import type { FleetSpec } from './fleet.ts';
import { PLATFORM_IN_PATH } from './fleet-gate.ts';
import { stagesBefore } from './fleet-stages.ts';
import { fixByName } from './nearest.ts';
import { pathText } from './spec-path.ts';

/** A gate stands between stages, and names platforms that come before it, each with evidence of its own. */
export function* gates({ promotion }: FleetSpec): Iterable<Finding> {
  for (const [index, stage] of promotion.entries()) {
    const names = stagesBefore(stage.name, promotion);
    const before = promotion.filter(({ name }) => names.includes(name)).flatMap((each) => each.platforms);
    if (stage.gates.length > 0 && names.length === 0)
      yield {
        code: 'FLEET_GATE_FIRST',
        level: 'error',
        at: pathText(['promotion', index, 'gates']),
        problem: `stage ${stage.name} waits for none, so nothing could show that a version is ready for it`,
        fix: 'move the gates to the stages that come after it',
      };
    for (const [position, gate] of stage.gates.entries()) {
      const at = ['promotion', index, 'gates', position];
      const named = 'platforms' in gate ? gate.platforms : undefined;
      for (const [place, name] of (named ?? []).entries())
        if (names.length > 0 && !before.includes(name))
          yield {
            code: 'FLEET_GATE_PLATFORM',
            level: 'error',
            at: pathText([...at, 'platforms', place]),
            problem: `${name} is in no stage before ${stage.name}, so it says nothing of the version that comes`,
            fix: fixByName(name, before),
          };
      const file = 'maxAge' in gate && gate.kind !== 'approval' ? gate.file : undefined;
      if (file !== undefined && (named ?? before).length > 1 && !file.includes(PLATFORM_IN_PATH))
        yield {
          code: 'FLEET_GATE_FILE_SHARED',
          level: 'error',
          at: pathText([...at, 'file']),
          problem: `${(named ?? before).join(', ')} each need a file of their own`,
          fix: `write ${PLATFORM_IN_PATH} into its name, such as evidence/${PLATFORM_IN_PATH}.${gate.kind}.json, or name one of them in platforms`,
        };
    }
  }
}
