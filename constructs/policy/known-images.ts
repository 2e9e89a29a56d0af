import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { AddOn, podImages } from '../core/index.ts';

/** Kinds without pods, of which a platform has thousands. */
const WITHOUT_PODS: ReadonlySet<string> = new Set([
  ...['ClusterQueue', 'ClusterRole', 'ClusterRoleBinding', 'CustomResourceDefinition', 'LimitRange', 'LocalQueue'],
  ...['Namespace', 'NetworkPolicy', 'ResourceQuota', 'Role', 'RoleBinding', 'Secret', 'Service', 'ServiceAccount'],
  ...['ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding'],
]);

/**
 * Every image that a platform is known to run, sorted: those of the objects that it renders, and those that the catalogue
 * names for its add-ons, because operators start some that no object names.
 */
export function knownImages(platform: IConstruct): readonly string[] {
  const all = platform.node.findAll();
  const rendered = all.flatMap((each) =>
    each instanceof ApiObject && !WITHOUT_PODS.has(each.kind) ? podImages(each.toJson()) : [],
  );
  const named = all.flatMap((each) => (each instanceof AddOn ? each.component.images : []));
  return [...new Set([...rendered, ...named])].sort();
}
