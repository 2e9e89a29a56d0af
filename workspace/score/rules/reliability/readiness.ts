import type { PlacedPod } from '../../placed-pod.ts';
import { lastingContainers, runsOn } from '../../placed-pod.ts';
import { looked, type ScoreRule } from '../../rule.ts';
import type { Scene } from '../../scene.ts';

/** Requests reach only who is ready. */
export const readiness: ScoreRule = {
  id: 'RELIABILITY_READINESS',
  section: 'reliability',
  weight: 6,
  title: 'Every container that a Service leads to says when it is ready.',
  why: 'requests reach a pod that cannot answer yet, at every start and every update',
  fix: 'set a readinessProbe that asks the program itself',
  look: (scene) =>
    scene.pods
      .filter((placed) => placed.form === 'whole' && runsOn(placed) && isServed(scene, placed))
      .flatMap((placed) =>
        lastingContainers(placed).map(({ at, container }) =>
          container.readinessProbe == null
            ? looked(placed.manifest, `container ${container.name} has none`, `${at}.readinessProbe`)
            : looked(placed.manifest),
        ),
      ),
};

/** Whether a Service leads to it. */
function isServed(scene: Scene, { labels, manifest }: PlacedPod): boolean {
  return scene.of('Service').some(({ object }) => {
    const { selector } = (object['spec'] ?? {}) as { selector?: Record<string, string> };
    return (
      selector !== undefined &&
      object.metadata.namespace === manifest.object.metadata.namespace &&
      Object.entries(selector).every(([key, value]) => labels[key] === value)
    );
  });
}
