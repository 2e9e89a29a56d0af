/** A resource as the engine is about to make it. */
export interface PolicyResource {
  /** Type, such as `aws:s3/bucket:Bucket`. */
  readonly type: string;
  /** Name: the last part of its URN. */
  readonly name: string;
  /** What it is given. */
  readonly props: Readonly<Record<string, unknown>>;
  /** How the engine treats it. */
  readonly opts: { readonly protect?: boolean };
}

/** How hard a rule is. `mandatory` stops the update, `advisory` is said and goes on. */
export type Enforcement = 'mandatory' | 'advisory';

/** A rule about every resource of a stack: pure, of Plinth's stacks and of anybody's. */
export interface PolicyRule {
  /** Name, in the form that Pulumi wants: lower case with hyphens. */
  readonly name: string;
  /** What it asks for, in a sentence. */
  readonly description: string;
  /** How hard it is unless a team says otherwise. */
  readonly enforcement: Enforcement;
  /**
   * Looks at one resource.
   *
   * @returns what is wrong with it, each with its fix; nothing where the rule does not speak of its type
   */
  readonly examine: (resource: PolicyResource) => readonly string[];
}

/** A value within properties, by its path; nothing where there is none. */
export function valueAt(props: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined),
    props,
  );
}

/** A list within properties; empty where there is none. */
export function listAt(props: unknown, ...path: readonly (string | number)[]): readonly unknown[] {
  const value = valueAt(props, ...path);
  return Array.isArray(value) ? value : [];
}
