import type { PlacedPod } from '../../placed-pod.ts';
import { fieldIn } from '../../placed-pod.ts';
import type { Problem, ScoreRule } from '../../rule.ts';
import type { Scene } from '../../scene.ts';

interface Volume {
  readonly configMap?: { readonly name?: string; readonly optional?: boolean };
  readonly persistentVolumeClaim?: { readonly claimName?: string };
}

/** What a pod needs to start is there. */
export const references: ScoreRule = {
  id: 'RELIABILITY_REFERENCE',
  section: 'reliability',
  weight: 6,
  title: 'Every ConfigMap, claim and service account that a pod names is there.',
  why: 'the pod waits for it, and never starts',
  fix: 'make the object, or name the one that is there',
  look: (scene) =>
    scene.pods
      .filter(({ form }) => form === 'whole')
      .map((placed) => ({ on: placed.manifest, problems: missing(scene, placed) })),
};

function missing(scene: Scene, placed: PlacedPod): Problem[] {
  const { namespace } = placed.manifest.object.metadata;
  const { serviceAccountName: account, volumes = [] } = placed.pod.spec;
  const absent = (kind: string, name: string | undefined, field: string): Problem[] =>
    name === undefined || scene.has(kind, name, namespace)
      ? []
      : [{ field: fieldIn(placed, field), problem: `no ${kind} is called ${name}` }];
  return [
    ...(account === undefined || account === 'default'
      ? []
      : absent('ServiceAccount', account, 'spec.serviceAccountName')),
    ...volumes.flatMap((volume, index) => {
      const { configMap, persistentVolumeClaim: claim } = volume as Volume;
      return [
        ...(configMap?.optional === true ? [] : absent('ConfigMap', configMap?.name, `spec.volumes[${index}]`)),
        ...absent('PersistentVolumeClaim', claim?.claimName, `spec.volumes[${index}]`),
      ];
    }),
  ];
}
