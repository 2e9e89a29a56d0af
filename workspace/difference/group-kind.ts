import type { KubernetesObject } from '../../constructs/core/index.ts';

/** Group and kind without the version: `Namespace`, `apps/Deployment`. */
export function groupKind({ apiVersion, kind }: Pick<KubernetesObject, 'apiVersion' | 'kind'>): string {
  const group = groupOf(apiVersion);
  return group === '' ? kind : `${group}/${kind}`;
}

/** Group of an apiVersion: `apps/v1` is of `apps`, `v1` of none. */
export function groupOf(apiVersion: string): string {
  const slash = String(apiVersion).indexOf('/');
  return slash === -1 ? '' : String(apiVersion).slice(0, slash);
}
