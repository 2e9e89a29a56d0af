import type { Place } from './finding.ts';
import type { SourceFile } from './source-file.ts';
import { pathSteps, pathText, type SpecPath } from './spec-path.ts';

/** Part of a platform, and where it stands. */
export interface PlatformLayer {
  /** What stands there; not trusted. */
  readonly content: unknown;
  /** The file. @default - none: nobody wrote it */
  readonly source?: SourceFile;
  /** Where in the file it begins. */
  readonly at: SpecPath;
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * Puts a platform together from its layers, each of which goes before those above it, as a file that knows of each part
 * where it was written.
 *
 * Fields are merged by name, and so are the entries of lists whose entries have names. A value of another `kind` replaces
 * the whole value, and so does every other list.
 *
 * @param file - what the whole is called
 */
export function mergedPlatform(file: string, layers: readonly PlatformLayer[]): SourceFile {
  const origins = new Map<string, PlatformLayer>();
  const content = combine(layers, [], origins);
  return { file, content, placeOf: (at) => placeOf(at, origins, file) };
}

function combine(layers: readonly PlatformLayer[], path: SpecPath, origins: Map<string, PlatformLayer>): unknown {
  const [last] = layers.slice(-1);
  if (last === undefined) return undefined;
  origins.set(pathText(path), last);
  const alike = suffix(layers, isFields, sameKind);
  if (isFields(last.content)) return fieldsOf(alike, path, origins);
  const lists = suffix(layers, isNamedList, () => true);
  if (lists.length > 1) return listOf(lists, path, origins);
  if (!Array.isArray(last.content)) return last.content;
  return last.content.map((item, index) => combine([below(last, index, item)], [...path, index], origins));
}

function fieldsOf(layers: readonly PlatformLayer[], path: SpecPath, origins: Map<string, PlatformLayer>): Fields {
  const keys = new Set(layers.flatMap(({ content }) => Object.keys(content as Fields)));
  // Not assigned one by one: an own key `__proto__` must arrive as a key, to be refused.
  return Object.fromEntries(
    [...keys].map((key) => {
      const inner = layers.flatMap((layer) => {
        const content = layer.content as Fields;
        return Object.hasOwn(content, key) ? [below(layer, key, content[key])] : [];
      });
      return [key, combine(inner, [...path, key], origins)];
    }),
  );
}

function listOf(layers: readonly PlatformLayer[], path: SpecPath, origins: Map<string, PlatformLayer>): unknown[] {
  const byName = new Map<unknown, PlatformLayer[]>();
  for (const layer of layers)
    for (const [index, item] of (layer.content as readonly Fields[]).entries())
      byName.set(item['name'], [...(byName.get(item['name']) ?? []), below(layer, index, item)]);
  return [...byName.values()].map((items, index) => combine(items, [...path, index], origins));
}

/** The last layers that are all of one form: an earlier one of another form is replaced. */
function suffix(
  layers: readonly PlatformLayer[],
  fits: (content: unknown) => boolean,
  goesWith: (one: unknown, other: unknown) => boolean,
): readonly PlatformLayer[] {
  const last = layers.at(-1);
  const from = layers.findLastIndex(({ content }) => !fits(content) || !goesWith(content, last?.content));
  return layers.slice(from + 1);
}

function below({ at, source }: PlatformLayer, step: string | number, content: unknown): PlatformLayer {
  return { at: [...at, step], source, content };
}

function isFields(value: unknown): boolean {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function sameKind(one: unknown, other: unknown): boolean {
  const kinds = [one, other].map((value) => (value as Fields | undefined)?.['kind']);
  return kinds[0] === undefined || kinds[1] === undefined || kinds[0] === kinds[1];
}

/** Whether all entries of a list have names, each its own: a name that is there twice is a mistake to be found, not to be merged. */
function isNamedList(value: unknown): boolean {
  if (!Array.isArray(value)) return false;
  const names = value.map((item) => (isFields(item) ? (item as Fields)['name'] : undefined));
  return names.every((name) => typeof name === 'string') && new Set(names).size === names.length;
}

/** Where a part was written; what nobody wrote is missing where the nearest thing around it was written. */
function placeOf(at: string, origins: ReadonlyMap<string, PlatformLayer>, file: string): Place {
  const steps = pathSteps(at);
  for (let length = steps.length; length >= 0; length -= 1) {
    const origin = origins.get(pathText(steps.slice(0, length)));
    if (origin?.source === undefined) continue;
    return origin.source.placeOf(pathText([...origin.at, ...steps.slice(length)]));
  }
  return { file, line: 1, column: 1 };
}
