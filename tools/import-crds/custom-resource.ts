import { parseAllDocuments } from 'yaml';
import type { JsonSchema } from './json-schema.ts';

/** One version of a kind, as its CRD declares it. */
export interface CustomResource {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly namespaced: boolean;
  /** Schema of the whole object. */
  readonly schema: JsonSchema;
}

interface Document {
  readonly kind?: string;
  readonly spec?: {
    readonly group: string;
    readonly scope: string;
    readonly names: { readonly kind: string };
    readonly versions: readonly {
      readonly name: string;
      readonly storage?: boolean;
      readonly schema?: { readonly openAPIV3Schema?: JsonSchema };
    }[];
  };
}

/** The custom resources that a YAML file declares, each in its storage version or in the one that `versions` names for its kind. */
export function readCustomResources(
  yaml: string,
  versions: Readonly<Record<string, string>> = {},
): readonly CustomResource[] {
  const documents: readonly Document[] = parseAllDocuments(yaml, { logLevel: 'error' }).map(
    (document) => document.toJS() ?? {},
  );
  return documents.flatMap(({ kind, spec }) => {
    if (kind !== 'CustomResourceDefinition' || spec === undefined) return [];
    const wanted = versions[spec.names.kind];
    const version = spec.versions.find(({ name, storage }) =>
      wanted === undefined ? storage === true : name === wanted,
    );
    if (version === undefined)
      throw new Error(`${spec.names.kind}.${spec.group} has no version ${wanted ?? 'for storage'}`);
    const schema = version.schema?.openAPIV3Schema ?? {};
    const namespaced = spec.scope === 'Namespaced';
    return [{ group: spec.group, version: version.name, kind: spec.names.kind, namespaced, schema }];
  });
}
