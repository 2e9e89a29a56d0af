import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fetchModule } from '../../../rehearsal/chart-from-module.ts';
import { engine } from '../../../rehearsal/engine-catalog.ts';
import type { Definition } from '../stand-in-crds.ts';

type Schema = Readonly<Record<string, unknown>>;

interface GroupVersionKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

interface VersionedDefinition {
  readonly versions: readonly { readonly name: string; readonly schema?: { readonly openAPIV3Schema?: Schema } }[];
}

/** Where `kubeconform` finds the schema of a kind below the folder. */
export const SCHEMA_LOCATION = '{{ .Group }}_{{ .ResourceKind }}_{{ .ResourceAPIVersion }}.json';

/**
 * Writes a closed schema for every kind: those of Kubernetes from the API server's own description in its Go module, those
 * of others from their definitions. Whatever a schema does not name is refused.
 */
export async function writeSchemas(folder: string, definitions: readonly Definition[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  const { module, version } = engine('kube-apiserver');
  const { folder: sources } = await fetchModule(module, version);
  const swagger = JSON.parse(await readFile(join(sources, 'api/openapi-spec/swagger.json'), 'utf8')) as {
    definitions: Record<string, Schema>;
  };
  const closed = Object.fromEntries(
    Object.entries(swagger.definitions).map(([name, schema]) => [name, openKinds(name, close(schema))]),
  );
  for (const [name, schema] of Object.entries(closed)) {
    const kinds = (schema['x-kubernetes-group-version-kind'] ?? []) as readonly GroupVersionKind[];
    const text = JSON.stringify({ ...needed(schema, closed), $ref: `#/definitions/${name}` });
    for (const each of kinds.length === 1 ? kinds : []) await writeFile(join(folder, fileOf(each)), text);
  }
  for (const { spec } of definitions)
    for (const { name, schema } of (spec as unknown as VersionedDefinition).versions) {
      const text = JSON.stringify(close(whole(schema?.openAPIV3Schema ?? {})));
      await writeFile(join(folder, fileOf({ group: spec.group, version: name, kind: spec.names.kind })), text);
    }
}

/** The core group's file begins with its version: that is what kubeconform takes for the group. */
function fileOf({ group, kind, version }: GroupVersionKind): string {
  return `${group === '' ? version : group}_${kind.toLowerCase()}_${version}.json`;
}

/** What every object has, whether its definition says so or not. */
function whole(schema: Schema): Schema {
  const metadata = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
  const own = (schema['properties'] ?? {}) as Schema;
  return { ...schema, properties: { apiVersion: { type: 'string' }, kind: { type: 'string' }, ...own, metadata } };
}

/** A schema that refuses fields that it does not name, in a form of JSON Schema that knows Kubernetes' own words. */
function close(schema: unknown): Schema {
  if (schema === null || typeof schema !== 'object') return {};
  const { nullable, ...source } = schema as Record<string, unknown>;
  if (source['x-kubernetes-int-or-string'] === true || source['format'] === 'int-or-string')
    return { type: ['string', 'integer', 'number'] };
  const out: Record<string, unknown> = { ...source };
  delete out['format'];
  if (nullable === true && typeof out['type'] === 'string') out['type'] = [out['type'], 'null'];
  for (const key of ['allOf', 'anyOf', 'oneOf', 'not']) delete out[key];
  if (out['items'] !== undefined) out['items'] = close(out['items']);
  if (typeof out['additionalProperties'] === 'object') out['additionalProperties'] = close(out['additionalProperties']);
  const { properties } = out;
  if (properties === undefined) return out;
  out['properties'] = Object.fromEntries(
    Object.entries(properties as Schema).map(([name, each]) => [name, close(each)]),
  );
  const open = out['x-kubernetes-preserve-unknown-fields'] === true || out['additionalProperties'] !== undefined;
  return open ? out : { ...out, additionalProperties: false };
}

/** Kinds that Kubernetes describes as one thing and takes as another. */
function openKinds(name: string, schema: Schema): Schema {
  if (name === 'io.k8s.apimachinery.pkg.api.resource.Quantity') return { type: ['string', 'number'] };
  if (name === 'io.k8s.apimachinery.pkg.util.intstr.IntOrString') return { type: ['string', 'integer'] };
  if (name.endsWith('.JSONSchemaProps')) return { type: 'object' };
  return schema;
}

/** The definitions that a schema leads to. */
function needed(schema: Schema, all: Readonly<Record<string, Schema>>): { definitions: Record<string, Schema> } {
  const found: Record<string, Schema> = {};
  const visit = (value: unknown): void => {
    for (const [, name = ''] of JSON.stringify(value).matchAll(/"#\/definitions\/([^"]+)"/g)) {
      const next = all[name];
      if (next === undefined || found[name] !== undefined) continue;
      found[name] = next;
      visit(next);
    }
  };
  visit(schema);
  const own = Object.entries(all).find(([, each]) => each === schema)?.[0] ?? '';
  return { definitions: { ...found, [own]: schema } };
}
