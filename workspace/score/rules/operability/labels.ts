import { LABELS } from '../../../../constructs/core/index.ts';
import { looked, type ScoreRule } from '../../rule.ts';

/** Every object says to what it belongs. */
export const labels: ScoreRule = {
  id: 'OPERABILITY_LABELS',
  section: 'operability',
  weight: 3,
  title: 'Every object of ours says which platform and which room it belongs to.',
  why: 'what belongs to nobody is neither found nor cleaned up',
  fix: 'make the object in a chart of its room',
  look: (scene) =>
    scene.manifests
      .filter((manifest) => scene.componentOf(manifest) === undefined && manifest.wave !== 'crds')
      .map((manifest) => {
        const own = manifest.object.metadata.labels ?? {};
        const missing = [LABELS.partOf, LABELS.room].filter((label) => own[label] === undefined);
        return missing.length === 0 ? looked(manifest) : looked(manifest, `has no ${missing.join(' and no ')}`);
      }),
};
