import type { LabelSelector } from '../../../../constructs/imports/kubernetes.gen.ts';
import { matches } from '../../../../constructs/tenancy/reachability/label-selector.ts';
import type { PlacedPod } from '../../placed-pod.ts';
import type { Scene } from '../../scene.ts';

/** The pods of a namespace that a selector names. */
export function selected(scene: Scene, namespace: string | undefined, selector: LabelSelector): PlacedPod[] {
  return scene.pods.filter(
    ({ form, labels, manifest }) =>
      form === 'whole' && manifest.object.metadata.namespace === namespace && matches(selector, labels),
  );
}

/**
 * Whether pods of a namespace may come from somewhere that is not seen: a chart without a lock, an operator that makes
 * them from a custom resource, or the jobs of a team.
 */
export function mayHoldOthers(scene: Scene, namespace: string | undefined): boolean {
  const unlocked = scene.addOns.some((addOn) => addOn.namespace === namespace && addOn.locked === undefined);
  const made = scene.manifests.some(
    ({ object }) => object.metadata.namespace === namespace && MAKES_PODS.includes(object.kind),
  );
  return unlocked || made;
}

/** Custom resources from which operators make pods with labels of their own. */
const MAKES_PODS = [
  'AIGatewayRoute',
  'Cluster',
  'Gateway',
  'InferenceService',
  'LLMInferenceService',
  'LocalQueue',
  'Prometheus',
  'Alertmanager',
];
