import { allContainers } from '../../placed-pod.ts';
import type { ScoreRule } from '../../rule.ts';

/** Secrets are files, not variables. */
export const secretVariables: ScoreRule = {
  id: 'SECURITY_SECRET_VARIABLES',
  section: 'security',
  weight: 2,
  title: 'Programs read secrets from files, not from variables.',
  why: 'variables stand in crash reports and in the environment of every program that is started',
  fix: 'mount the secret as a volume, where the program can read a file',
  look: (scene) =>
    scene.pods.map((placed) => ({
      on: placed.manifest,
      problems: allContainers(placed).flatMap(({ at, container }) => [
        ...(container.env ?? []).flatMap(({ name, valueFrom }, index) =>
          valueFrom?.secretKeyRef == null
            ? []
            : [{ field: `${at}.env[${index}]`, problem: `${name} is a secret of ${valueFrom.secretKeyRef.name}` }],
        ),
        ...(container.envFrom ?? []).flatMap(({ secretRef }, index) =>
          secretRef == null
            ? []
            : [{ field: `${at}.envFrom[${index}]`, problem: `all of secret ${secretRef.name} becomes variables` }],
        ),
      ]),
    })),
};
