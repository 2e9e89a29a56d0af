import { DefinitionNames, type Definitions, definitionOf, isKind, OBJECT_META } from './definition-names.ts';
import type { GroupVersionKind } from './json-schema.ts';
import { type Kind, NOT_AUTHORED } from './kind.ts';
import type { Alias, Interface } from './shape.ts';
import { fieldsOf, type Recognise, shapeOf } from './shape-of-schema.ts';

/** The part of the Kubernetes OpenAPI document that is read. */
export interface OpenApi {
  readonly definitions: Definitions;
  readonly paths: Readonly<Record<string, PathItem>>;
}

interface PathItem {
  readonly post?: { readonly 'x-kubernetes-group-version-kind'?: GroupVersionKind };
}

/** What of Kubernetes is generated. */
export interface WantedKubernetes {
  /** Kinds by their `apiVersion`. */
  readonly kinds: Readonly<Record<string, readonly string[]>>;
  /** Definitions that no wanted kind uses, but custom resources embed. */
  readonly types: readonly string[];
}

/** The generated part of Kubernetes. */
export interface KubernetesModel {
  readonly kinds: readonly Kind[];
  readonly interfaces: readonly Interface[];
  readonly aliases: readonly Alias[];
  /** Full name of the definition behind each generated type, for recognising it inside CRDs. */
  readonly paths: ReadonlyMap<string, string>;
  /** All definitions, to follow references. */
  readonly definitions: Definitions;
}

/** Properties of object metadata that only the API server writes. */
const SERVER_METADATA = [
  ...['creationTimestamp', 'deletionGracePeriodSeconds', 'deletionTimestamp', 'generation', 'managedFields'],
  ...['resourceVersion', 'selfLink', 'uid'],
];

/** Reads the wanted kinds and every type that they use. */
export function readKubernetes(document: OpenApi, wanted: WantedKubernetes): KubernetesModel {
  const names = new DefinitionNames(document.definitions);
  const recognise: Recognise = ({ $ref }) => ($ref === undefined ? undefined : names.shapeOf(definitionOf($ref)));
  for (const path of [OBJECT_META, ...wanted.types]) names.shapeOf(path);
  const kinds = Object.entries(wanted.kinds).flatMap(([apiVersion, list]) =>
    list.map((kind) => readKind(document, apiVersion, kind, recognise)),
  );
  const { interfaces, aliases } = readTypes(names, recognise);
  return { kinds, interfaces, aliases, paths: names.paths, definitions: document.definitions };
}

/** All types that have been asked for; reading one may ask for more. */
function readTypes(names: DefinitionNames, recognise: Recognise): Pick<KubernetesModel, 'interfaces' | 'aliases'> {
  const interfaces: Interface[] = [];
  const aliases: Alias[] = [];
  for (const [name, path] of names.paths) {
    const schema = names.schema(path);
    const omit = path === OBJECT_META ? SERVER_METADATA : isKind(schema) ? ['status'] : [];
    if (schema.properties === undefined) aliases.push({ name, shape: shapeOf(schema, recognise) });
    else interfaces.push({ name, shape: { form: 'object', fields: fieldsOf(schema, recognise, omit), open: false } });
  }
  return { interfaces: interfaces.sort(byName), aliases: aliases.sort(byName) };
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : 1;
}

function readKind({ definitions, paths }: OpenApi, apiVersion: string, kind: string, recognise: Recognise): Kind {
  const [group = '', version = ''] = apiVersion.includes('/') ? apiVersion.split('/') : ['', apiVersion];
  const is = (one: GroupVersionKind) => one.group === group && one.version === version && one.kind === kind;
  const schema = Object.values(definitions).find((one) => one['x-kubernetes-group-version-kind']?.some(is));
  const creates = Object.entries(paths).filter(([, { post }]) => {
    const made = post?.['x-kubernetes-group-version-kind'];
    return made !== undefined && is(made);
  });
  if (schema === undefined || creates.length === 0)
    throw new Error(`the OpenAPI document has no kind ${apiVersion} ${kind}`);
  const namespaced = creates.some(([path]) => path.includes('/namespaces/{namespace}/'));
  return { group, version, kind, namespaced, fields: fieldsOf(schema, recognise, NOT_AUTHORED) };
}
