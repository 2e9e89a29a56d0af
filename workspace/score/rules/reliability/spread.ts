import { looked, type ScoreRule } from '../../rule.ts';

/** Pods of one kind stand on different machines. */
export const spread: ScoreRule = {
  id: 'RELIABILITY_SPREAD',
  section: 'reliability',
  weight: 3,
  title: 'Everything with several pods spreads them over machines.',
  why: 'two pods on one machine fail together',
  fix: 'set topologySpreadConstraints or a podAntiAffinity',
  look: (scene) =>
    scene.pods
      .filter((placed) => (placed.replicas ?? 0) > 1)
      .map(({ at, manifest, pod: { spec } }) => {
        const spreads = (spec.topologySpreadConstraints ?? []).length > 0 || spec.affinity?.podAntiAffinity != null;
        return spreads ? looked(manifest) : looked(manifest, 'its pods may stand on one machine', `${at}.spec`);
      }),
};
