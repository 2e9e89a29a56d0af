import type { KubernetesObject } from '../../constructs/core/index.ts';
import { groupKind } from './group-kind.ts';

/** What is lost with an object, by group and kind. */
const LOST: Readonly<Record<string, string>> = {
  Namespace: 'everything in the namespace is deleted with it, running jobs and volumes too',
  PersistentVolumeClaim: 'the data on the volume may be deleted with it',
  PersistentVolume: 'the cluster can no longer reach the data on it',
  Secret: 'what it holds may exist nowhere else, and pods that read it do not start again',
  ResourceQuota: 'its namespace has no upper bound any more',
  'apiextensions.k8s.io/CustomResourceDefinition': 'every object of this kind is deleted with it',
  'storage.k8s.io/StorageClass': 'claims that name it are never bound again',
  'admissionregistration.k8s.io/ValidatingAdmissionPolicy': 'what it refused is accepted from now on',
  'admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding': 'what its policy refused is accepted from now on',
  'kueue.x-k8s.io/ClusterQueue':
    'jobs that wait in it are never admitted, and it goes when its running ones have ended',
  'kueue.x-k8s.io/LocalQueue': 'jobs that wait in it are never admitted',
  'kueue.x-k8s.io/ResourceFlavor': 'no job gets quota on its nodes any more',
};

/**
 * Why removing an object can do harm, one sentence.
 *
 * @param gone - namespaces that are removed as well; what stands in them is not marked a second time
 */
export function removalDanger(object: KubernetesObject, gone: ReadonlySet<string>): string | undefined {
  if (gone.has(object.metadata?.namespace ?? '')) return undefined;
  if (isClosing(object)) return 'pods that it closed to others are open to them from now on';
  const kind = groupKind(object);
  return Object.hasOwn(LOST, kind) ? LOST[kind] : undefined;
}

/** A network policy that allows nothing in at least one direction. */
function isClosing(object: KubernetesObject): boolean {
  if (groupKind(object) !== 'networking.k8s.io/NetworkPolicy') return false;
  const { egress, ingress, policyTypes } = (object['spec'] ?? {}) as Readonly<Record<string, unknown>>;
  const types = Array.isArray(policyTypes) ? policyTypes : ['Ingress'];
  return (types.includes('Ingress') && isNothing(ingress)) || (types.includes('Egress') && isNothing(egress));
}

function isNothing(rules: unknown): boolean {
  return rules === undefined || rules === null || (Array.isArray(rules) && rules.length === 0);
}
