import { looked, type ScoreRule } from '../../rule.ts';

/** Nothing hangs on one pod. */
export const replicas: ScoreRule = {
  id: 'RELIABILITY_REPLICAS',
  section: 'reliability',
  weight: 5,
  title: 'Everything that runs on has at least two pods, or one on each machine.',
  why: 'a single pod is away whenever its machine is',
  fix: 'run two, or say why one is enough',
  look: (scene) =>
    scene.pods
      .filter((placed) => placed.replicas !== undefined && placed.replicas > 0)
      .map(({ manifest, replicas: count }) =>
        count === 1 ? looked(manifest, 'is one pod', 'spec.replicas') : looked(manifest),
      ),
};
