import type { PlatformSpec } from '../../spec/platform.ts';
import type { ApplyFacts } from '../report/apply-facts.ts';
import type { StagedPlatform } from '../stage-platform.ts';
import { specPathOf } from './spec-path.ts';

/** What came of applying a platform, in the words of the report.*/
export function applyReport(spec: PlatformSpec, staged: StagedPlatform): ApplyFacts {
  return {
    objects: staged.objects,
    accepted: staged.accepted,
    rejections: staged.rejections.map(({ construct, object, status, team, words }) => ({
      construct,
      specPath: specPathOf(spec, construct, team),
      object,
      status,
      words,
    })),
    podRefusals: staged.podRefusals,
    warnings: staged.warnings,
    rewrites: staged.rewrites,
    standIns: staged.standIns,
    assumptions: staged.assumptions,
    controllers: staged.controllers.map(({ name, version }) => ({
      name,
      ran: version.replace(/^v/, ''),
      pinned:
        staged.addOns.find((addOn) => addOn.name === (COMPONENT_OF[name] ?? name))?.version ??
        version.replace(/^v/, ''),
    })),
  };
}

/** Engines that are named otherwise than their component. */
const COMPONENT_OF: Readonly<Record<string, string>> = {
  'ai-gateway': 'envoy-ai-gateway',
  lws: 'leaderworkerset',
  trainer: 'kubeflow-trainer',
};
