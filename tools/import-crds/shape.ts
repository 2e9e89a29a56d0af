/** One property of an object shape. */
export interface Field {
  /** Name on the wire. */
  readonly name: string;
  /** Whether the schema demands it. */
  readonly required: boolean;
  /** What it holds. */
  readonly shape: Shape;
}

/** An object with named properties. */
export interface ObjectShape {
  readonly form: 'object';
  /** Its properties, sorted by name. */
  readonly fields: readonly Field[];
  /** Whether the schema keeps properties that it does not name. */
  readonly open: boolean;
}

/** A type of the generated code, before it is printed. */
export type Shape =
  /** A type that TypeScript knows by itself. */
  | { readonly form: 'plain'; readonly type: 'string' | 'number' | 'boolean' | 'unknown' | 'never' }
  /** A closed set of values. */
  | { readonly form: 'literals'; readonly values: readonly (string | number | boolean)[] }
  | { readonly form: 'list'; readonly items: Shape }
  | { readonly form: 'map'; readonly values: Shape }
  | { readonly form: 'nullable'; readonly of: Shape }
  /** A type that has a name: of this file, or a shared one of `kubernetes.gen.ts`. */
  | { readonly form: 'reference'; readonly name: string; readonly shared: boolean }
  | ObjectShape;

/** A named object type of the generated code. */
export interface Interface {
  readonly name: string;
  readonly shape: ObjectShape;
}

/** A name for a type that is no interface: an enumeration, or a second name for an equal type. */
export interface Alias {
  readonly name: string;
  readonly shape: Shape;
}

/** Any JSON value. */
export const anything: Shape = { form: 'plain', type: 'unknown' };

/** Puts fields into the one order that generated code uses. */
export function sorted(fields: readonly Field[]): readonly Field[] {
  return [...fields].sort((a, b) => (a.name < b.name ? -1 : 1));
}
