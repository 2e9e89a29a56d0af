import type { PlacedPod } from '../../placed-pod.ts';
import { looked, type ScoreRule } from '../../rule.ts';
import type { Scene } from '../../scene.ts';
import { subjectsOf } from './bindings.ts';

/** Pods without rights carry no token. */
export const tokenMount: ScoreRule = {
  id: 'SECURITY_TOKEN_MOUNT',
  section: 'security',
  weight: 5,
  title: 'Pods carry a token of the API server only where their service account has rights there.',
  why: 'a token in a pod is the first thing that an intruder takes along',
  fix: 'set automountServiceAccountToken: false on the pod or its service account',
  look: (scene) => {
    const bound = new Set(subjectsOf(scene).map(({ name, namespace }) => `${namespace}/${name}`));
    return scene.pods
      .filter(({ form }) => form === 'whole')
      .map((placed) => {
        const { metadata } = placed.manifest.object;
        const account = placed.pod.spec.serviceAccountName ?? 'default';
        if (!mounts(scene, placed, account) || bound.has(`${metadata.namespace}/${account}`))
          return looked(placed.manifest);
        return looked(
          placed.manifest,
          `mounts the token of ${account}, which no binding gives rights to`,
          'automountServiceAccountToken',
        );
      });
  },
};

function mounts(scene: Scene, { manifest, pod }: PlacedPod, account: string): boolean {
  if (pod.spec.automountServiceAccountToken !== undefined) return pod.spec.automountServiceAccountToken;
  const { namespace } = manifest.object.metadata;
  const object = scene
    .of('ServiceAccount')
    .find(({ object: { metadata } }) => metadata.name === account && metadata.namespace === namespace)?.object;
  return object?.['automountServiceAccountToken'] !== false;
}
