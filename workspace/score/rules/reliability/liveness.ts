import { lastingContainers, runsOn } from '../../placed-pod.ts';
import { looked, type ScoreRule } from '../../rule.ts';

/** A program that hangs is restarted. */
export const liveness: ScoreRule = {
  id: 'RELIABILITY_LIVENESS',
  section: 'reliability',
  weight: 3,
  title: 'Every lasting container is restarted when it hangs.',
  why: 'a program that hangs stays as it is until somebody looks',
  fix: 'set a livenessProbe that asks the program itself',
  look: (scene) =>
    scene.pods
      .filter((placed) => placed.form === 'whole' && runsOn(placed))
      .flatMap((placed) =>
        lastingContainers(placed).map(({ at, container }) =>
          container.livenessProbe == null
            ? looked(placed.manifest, `container ${container.name} has none`, `${at}.livenessProbe`)
            : looked(placed.manifest),
        ),
      ),
};
