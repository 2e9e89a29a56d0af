import type { Definitions } from './definition-names.ts';
import type { JsonSchema } from './json-schema.ts';
import type { KubernetesModel } from './kubernetes-openapi.ts';
import { likeness } from './schema-likeness.ts';
import type { Shape } from './shape.ts';
import type { Recognise } from './shape-of-schema.ts';

/** Groups whose types other APIs embed; the other groups' types only look alike. */
const EMBEDDED_GROUPS = /^io\.k8s\.(api\.(core|batch|networking|rbac|autoscaling)|apimachinery\.pkg\.apis\.meta)\./;

/** Types of up to three properties that are recognised all the same, because their properties say enough. */
const SMALL_BUT_CLEAR = new Set([
  ...['PodTemplateSpec', 'LabelSelector', 'LabelSelectorRequirement', 'NodeSelectorRequirement', 'NodeSelectorTerm'],
  ...['Affinity', 'NodeAffinity', 'PodAffinity', 'PodAntiAffinity', 'EnvFromSource', 'EnvVar', 'ConfigMapKeySelector'],
  ...['SecretKeySelector', 'ObjectFieldSelector', 'ResourceFieldSelector', 'ResourceRequirements', 'KeyToPath'],
  ...[
    'Lifecycle',
    'PersistentVolumeClaimTemplate',
    'JobTemplateSpec',
    'HostAlias',
    'TypedLocalObjectReference',
    'PodDNSConfig',
    'VolumeDevice',
  ],
]);

/** Types that look like others and would lend them a wrong name. */
const NEVER = new Set(['ObjectMeta', 'VolumeResourceRequirements']);

/** Number of properties from which a type is recognised in an older or newer form too. */
const LARGE = 6;

/** Share of common properties from which a schema is an older or newer form of a large type. */
const ALIKE = 0.75;

/** Recognises the schemas of Kubernetes' own types that CRDs have inlined, by the names and types of their properties. */
export function sharedTypes({ paths, definitions }: Pick<KubernetesModel, 'paths' | 'definitions'>): Recognise {
  const embeddable = [...paths].filter(([, path]) => EMBEDDED_GROUPS.test(path));
  const schemas = new Map(embeddable.map(([name, path]) => [name, definitions[path] ?? {}]));
  const candidates = [...schemas].filter(
    ([name, schema]) => !NEVER.has(name) && (sizeOf(schema) > 3 || SMALL_BUT_CLEAR.has(name)),
  );
  return (schema, field) => {
    if (field === 'metadata' && isObjectMeta(schema, schemas.get('ObjectMeta'))) return reference('ObjectMeta');
    if (sizeOf(schema) < 2 || schema['x-kubernetes-preserve-unknown-fields'] === true) return undefined;
    const found = candidates
      .map(([name, candidate]) => ({ name, score: score(schema, candidate, definitions) }))
      .filter(({ score }) => score >= ALIKE)
      .sort((a, b) => b.score - a.score || commonStart(b.name, field) - commonStart(a.name, field));
    return found[0] === undefined ? undefined : reference(found[0].name);
  };
}

/** The likeness to a large type; for a small one all or nothing. */
function score(schema: JsonSchema, candidate: JsonSchema, definitions: Definitions): number {
  const share = likeness(schema, candidate, definitions);
  if (sizeOf(candidate) >= LARGE) return share;
  const demandsMore = (schema.required?.length ?? 0) > (candidate.required?.length ?? 0);
  return share === 1 && !(demandsMore && candidate.required !== undefined) ? 1 : 0;
}

function sizeOf(schema: JsonSchema): number {
  return Object.keys(schema.properties ?? {}).length;
}

function reference(name: string): Shape {
  return { form: 'reference', name, shared: true };
}

/** Embedded metadata is a bare object, or any part of it from three properties on. */
function isObjectMeta(schema: JsonSchema, objectMeta: JsonSchema | undefined): boolean {
  const names = Object.keys(schema.properties ?? {});
  const bare = names.length === 0 && schema.type === 'object' && schema.additionalProperties === undefined;
  return bare || (names.length > 2 && names.every((name) => objectMeta?.properties?.[name] !== undefined));
}

function commonStart(name: string, field: string): number {
  const wish = field.toLowerCase();
  let length = 0;
  while (length < wish.length && name.charAt(length).toLowerCase() === wish.charAt(length)) length += 1;
  return length;
}
