import type { JsonSchema } from './json-schema.ts';
import { anything, type Shape } from './shape.ts';

/** Full name of the definition of object metadata. */
export const OBJECT_META = 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta';

/** Definitions by their full name, for example `io.k8s.api.core.v1.PodSpec`. */
export type Definitions = Readonly<Record<string, JsonSchema>>;

/** Definitions that are no object type of their own in the generated code. */
const SCALARS: Readonly<Record<string, Shape>> = {
  Quantity: { form: 'reference', name: 'Quantity', shared: false },
  IntOrString: { form: 'reference', name: 'IntOrString', shared: false },
  RawExtension: { form: 'map', values: anything },
  Time: { form: 'plain', type: 'string' },
  MicroTime: { form: 'plain', type: 'string' },
};

/** Gives each definition that is asked for a short name, and remembers which ones were asked for. */
export class DefinitionNames {
  readonly #definitions: Definitions;
  readonly #paths = new Map<string, string>();

  constructor(definitions: Definitions) {
    this.#definitions = definitions;
  }

  /** Full names of the definitions asked for so far, by their short names; grows while it is walked. */
  get paths(): ReadonlyMap<string, string> {
    return this.#paths;
  }

  /** The type of the generated code that stands for a definition. */
  shapeOf(path: string): Shape {
    const scalar = SCALARS[shortName(path)];
    if (scalar !== undefined) return scalar;
    const name = isKind(this.schema(path)) ? `${shortName(path)}Manifest` : shortName(path);
    const known = this.#paths.get(name);
    if (known !== undefined && known !== path) throw new Error(`both ${known} and ${path} would be called ${name}`);
    this.#paths.set(name, path);
    return { form: 'reference', name, shared: false };
  }

  /** A definition, which must be there. */
  schema(path: string): JsonSchema {
    const found = this.#definitions[path];
    if (found === undefined) throw new Error(`the OpenAPI document has no definition ${path}`);
    return found;
  }
}

/** Whether a definition is a kind of its own; inside another object it is that kind's plain manifest. */
export function isKind(schema: JsonSchema): boolean {
  return schema['x-kubernetes-group-version-kind'] !== undefined && schema.properties?.metadata !== undefined;
}

/** The definition's full name in a reference to it. */
export function definitionOf(reference: string): string {
  return reference.replace('#/definitions/', '');
}

/** The last part of a definition's full name. */
export function shortName(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}
