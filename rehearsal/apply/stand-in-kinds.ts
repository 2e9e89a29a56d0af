import type { KubernetesObject } from '../kubernetes-object.ts';

/** Groups under `k8s.io` that Kubernetes itself serves; add-ons have groups there too, such as `sparkoperator.k8s.io`. */
const BUILT_IN = new Set(
  [
    'admissionregistration',
    'apiextensions',
    'apiregistration',
    'authentication',
    'authorization',
    'certificates',
    'coordination',
    'discovery',
    'events',
    'flowcontrol.apiserver',
    'internal.apiserver',
    'networking',
    'node',
    'rbac.authorization',
    'resource',
    'scheduling',
    'storage',
    'storagemigration',
  ].map((name) => `${name}.k8s.io`),
);

/**
 * Open definitions for custom resources that no object defines, because their chart could not be had: their objects can be
 * applied, but only group, version and kind are checked.
 */
export function standInKinds(objects: readonly KubernetesObject[]): KubernetesObject[] {
  const defined = new Set(objects.flatMap(definedKinds));
  const made = new Map<string, { readonly version: string; readonly object: KubernetesObject }[]>();
  for (const object of objects) {
    const [group = '', version] = object.apiVersion.split('/');
    if (version === undefined || isBuiltIn(group) || defined.has(`${object.kind}.${group}`)) continue;
    const key = `${object.kind}.${group}`;
    made.set(key, [...(made.get(key) ?? []), { version, object }]);
  }
  return [...made.values()].map(definition);
}

/** Whether Kubernetes itself serves a group. */
export function isBuiltIn(group: string): boolean {
  return !group.includes('.') || BUILT_IN.has(group);
}

function definedKinds({ kind, spec }: KubernetesObject): string[] {
  if (kind !== 'CustomResourceDefinition') return [];
  const { group, names } = spec as { readonly group: string; readonly names: { readonly kind: string } };
  return [`${names.kind}.${group}`];
}

function definition(
  uses: readonly { readonly version: string; readonly object: KubernetesObject }[],
): KubernetesObject {
  const [{ object }] = uses as [(typeof uses)[number]];
  const group = object.apiVersion.split('/')[0] as string;
  const singular = object.kind.toLowerCase();
  const plural = pluralOf(singular);
  const schema = { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } };
  const versions = [...new Set(uses.map(({ version }) => version))].sort();
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}`, annotations: { 'api-approved.kubernetes.io': 'unapproved, stand-in' } },
    spec: {
      group,
      scope: object.metadata.namespace === undefined ? 'Cluster' : 'Namespaced',
      names: { kind: object.kind, plural, singular, listKind: `${object.kind}List` },
      versions: versions.map((name, index) => ({ name, served: true, storage: index === 0, schema })),
    },
  };
}

function pluralOf(singular: string): string {
  if (/(?:s|x|ch|sh)$/.test(singular)) return `${singular}es`;
  return /[^aeiou]y$/.test(singular) ? `${singular.slice(0, -1)}ies` : `${singular}s`;
}
