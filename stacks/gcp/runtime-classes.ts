import type { TargetFacts } from '../../spec/facts.ts';
import type { ClusterObject } from '../kubernetes-object.ts';

/**
 * Runtime classes that the facts call external. GKE makes them together with the first node that has its Sandbox, which may
 * be none yet; nothing is said of them that GKE says otherwise.
 */
export function runtimeClasses({ external }: TargetFacts): ClusterObject[] {
  return external
    .filter(({ kind }) => kind === 'RuntimeClass')
    .map(({ apiVersion, kind, name }) => ({ apiVersion, kind, metadata: { name }, handler: name }));
}
