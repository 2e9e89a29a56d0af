import { allContainers } from '../../placed-pod.ts';
import { looked, type ScoreRule } from '../../rule.ts';

/** Containers cannot change their own programs. */
export const readOnlyRoot: ScoreRule = {
  id: 'SECURITY_READ_ONLY_ROOT',
  section: 'security',
  weight: 4,
  title: 'Containers cannot write to their own file system.',
  why: 'what breaks into a container cannot leave a program behind in it',
  fix: 'set readOnlyRootFilesystem: true and mount an emptyDir where the program writes',
  look: (scene) =>
    scene.pods
      .filter(({ form }) => form === 'whole')
      .flatMap((placed) =>
        allContainers(placed).map(({ at, container }) =>
          container.securityContext?.readOnlyRootFilesystem === true
            ? looked(placed.manifest)
            : looked(
                placed.manifest,
                'the container may write to its own file system',
                `${at}.securityContext.readOnlyRootFilesystem`,
              ),
        ),
      ),
};
