import type { Kind } from './kind.ts';
import type { ObjectShape, Shape } from './shape.ts';

/** The way to a type: the kind, then one property after the other; those of lists and maps in the singular. */
export type Path = readonly string[];

/** One object type, and all places where it stands. */
export interface ObjectPlaces {
  readonly shape: ObjectShape;
  readonly paths: readonly Path[];
}

/** What makes two object types equal: their whole content. */
export function contentOf(shape: ObjectShape): string {
  return JSON.stringify(shape);
}

/** All distinct object types inside the kinds, in the order in which they are met. */
export function objectPlaces(kinds: readonly Kind[]): readonly ObjectPlaces[] {
  const places = new Map<string, { shape: ObjectShape; paths: Path[] }>();
  const walk = (shape: Shape, path: Path): void => {
    if (shape.form === 'list') walk(shape.items, singularPath(path));
    else if (shape.form === 'map') walk(shape.values, singularPath(path));
    else if (shape.form === 'nullable') walk(shape.of, path);
    else if (shape.form === 'object') {
      const place = places.get(contentOf(shape)) ?? { shape, paths: [] };
      place.paths.push(path);
      places.set(contentOf(shape), place);
      for (const field of shape.fields) walk(field.shape, [...path, field.name]);
    }
  };
  for (const { kind, fields } of kinds) for (const field of fields) walk(field.shape, [kind, field.name]);
  return [...places.values()];
}

/** The singular of an English plural, as far as a type name needs it. */
export function singular(word: string): string {
  if (word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  if (/(ss|x|ch|sh|ias|us)es$/.test(word)) return word.slice(0, -2);
  return /[^su]s$/.test(word) ? word.slice(0, -1) : word;
}

function singularPath(path: Path): Path {
  return [...path.slice(0, -1), singular(path.at(-1) ?? '')];
}
