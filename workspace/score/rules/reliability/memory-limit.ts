import { allContainers } from '../../placed-pod.ts';
import { looked, type ScoreRule } from '../../rule.ts';

/** A leak ends with the program that leaks. */
export const memoryLimit: ScoreRule = {
  id: 'RELIABILITY_MEMORY_LIMIT',
  section: 'reliability',
  weight: 4,
  title: 'Every container has a limit for memory.',
  why: 'memory that leaks without a limit takes the machine, with all who are on it; a limit for CPU would only slow',
  fix: 'set resources.limits.memory',
  look: (scene) =>
    scene.pods
      .filter(({ form }) => form === 'whole')
      .flatMap((placed) =>
        allContainers(placed).map(({ at, container }) =>
          container.resources?.limits?.['memory'] === undefined
            ? looked(placed.manifest, `container ${container.name} has none`, `${at}.resources.limits.memory`)
            : looked(placed.manifest),
        ),
      ),
};
