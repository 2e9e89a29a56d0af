import type { Kind } from './kind.ts';
import { contentOf, type ObjectPlaces, objectPlaces } from './object-paths.ts';
import type { Alias, Field, Interface, ObjectShape, Shape } from './shape.ts';
import { specName, typeNames } from './type-names.ts';

/** Kinds whose nested object types all have names. */
export interface NamedTypes {
  readonly kinds: readonly Kind[];
  readonly interfaces: readonly Interface[];
  /** Second names of specs that are equal to another kind's. */
  readonly aliases: readonly Alias[];
}

/** Gives every nested object type a name made of the kind and the path to it, and merges equal ones. */
export function nameTypes(kinds: readonly Kind[]): NamedTypes {
  const places = objectPlaces(kinds).filter((place) => !isSmall(place.shape) || specNames(place).length > 0);
  const names = typeNames(
    places,
    kinds.flatMap(({ kind }) => [kind, `${kind}Props`]),
  );
  const nameOf = new Map(places.map(({ shape }, index) => [contentOf(shape), names[index] ?? '']));
  const named = (shape: Shape): Shape => {
    if (shape.form === 'list') return { form: 'list', items: named(shape.items) };
    if (shape.form === 'map') return { form: 'map', values: named(shape.values) };
    if (shape.form === 'nullable') return { form: 'nullable', of: named(shape.of) };
    if (shape.form !== 'object') return shape;
    const name = nameOf.get(contentOf(shape));
    return name === undefined ? namedInside(shape) : { form: 'reference', name, shared: false };
  };
  const namedFields = (fields: readonly Field[]) => fields.map((field) => ({ ...field, shape: named(field.shape) }));
  const namedInside = (shape: ObjectShape): ObjectShape => ({ ...shape, fields: namedFields(shape.fields) });
  const interfaces = places.map(({ shape }, index) => ({ name: names[index] ?? '', shape: namedInside(shape) }));
  return {
    kinds: kinds.map((kind) => ({ ...kind, fields: namedFields(kind.fields) })),
    interfaces: interfaces.sort((a, b) => (a.name < b.name ? -1 : 1)),
    aliases: places.flatMap((place, index) => aliases(place, names[index] ?? '')),
  };
}

/** An object so small that a name would hide more than it tells. */
function isSmall({ fields, open }: ObjectShape): boolean {
  const [only, ...others] = fields;
  const simple = only !== undefined && (only.shape.form === 'plain' || only.shape.form === 'reference');
  return !open && others.length === 0 && simple;
}

function specNames({ paths }: ObjectPlaces): readonly string[] {
  return paths.map(specName).filter((name) => name !== '');
}

function aliases(place: ObjectPlaces, name: string): readonly Alias[] {
  const others = specNames(place).filter((spec) => spec !== name);
  return others.map((other) => ({ name: other, shape: { form: 'reference', name, shared: false } }));
}
