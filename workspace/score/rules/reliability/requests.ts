import { allContainers } from '../../placed-pod.ts';
import type { ScoreRule } from '../../rule.ts';

/** The scheduler knows what a pod needs. */
export const requests: ScoreRule = {
  id: 'RELIABILITY_REQUESTS',
  section: 'reliability',
  weight: 6,
  title: 'Every container says how much CPU and memory it needs.',
  why: 'the scheduler puts what needs nothing anywhere, and it is the first to be thrown out',
  fix: 'set resources.requests.cpu and resources.requests.memory',
  look: (scene) =>
    scene.pods
      .filter(({ form }) => form === 'whole')
      .flatMap((placed) =>
        allContainers(placed).map(({ at, container }) => {
          const { limits = {}, requests: asked = {} } = container.resources ?? {};
          const missing = ['cpu', 'memory'].filter((each) => asked[each] === undefined && limits[each] === undefined);
          return {
            on: placed.manifest,
            problems: missing.map((each) => ({
              field: `${at}.resources.requests.${each}`,
              problem: `container ${container.name} does not say its ${each}`,
            })),
          };
        }),
      ),
};
