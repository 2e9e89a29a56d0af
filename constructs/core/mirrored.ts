import { ApiObject, JsonPatch } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { mirroredImage } from '../../spec/image-mirrors.ts';
import type { ImageMirror } from '../../spec/images.ts';
import type { KubernetesObject } from './manifest.ts';
import { type NamedImage, namedImages } from './named-images.ts';

/**
 * Writes the mirror's names into every object below a construct, after all else has been said about them: what the platform
 * makes, what charts contain, and what overrides change.
 */
export function applyMirrors(root: IConstruct, mirrors: readonly ImageMirror[]): void {
  if (mirrors.length === 0) return;
  for (const each of root.node.findAll())
    if (each instanceof ApiObject) each.addJsonPatch(...changes(each.toJson() as KubernetesObject, mirrors));
}

function changes(object: KubernetesObject, mirrors: readonly ImageMirror[]): JsonPatch[] {
  const texts = new Map<string, { readonly path: NamedImage['path']; text: string }>();
  for (const { image, path, text } of namedImages(object)) {
    const mirrored = mirroredImage(image, mirrors);
    const name = nameOf(mirrored, { image, text });
    if (mirrored === image || name === undefined) continue;
    const key = JSON.stringify(path);
    const entry = texts.get(key) ?? { path, text: textAt(object, path) };
    entry.text = replaced(entry.text, text, name);
    texts.set(key, entry);
  }
  return [...texts.values()].map(({ path, text }) => JsonPatch.replace(pointer(path), text));
}

/**
 * The mirror's name for the part that is replaced: what stands in other fields stays there.
 *
 * @returns nothing where the rule parts the name at a place inside another field
 */
function nameOf(mirrored: string, { image, text }: Pick<NamedImage, 'image' | 'text'>): string | undefined {
  const begins = image.indexOf(text);
  const rest = begins === -1 ? '' : image.slice(begins + text.length);
  return mirrored.endsWith(rest) ? mirrored.slice(0, mirrored.length - rest.length) : undefined;
}

/** Every place of a name in a text, but not where it is the end or the beginning of a longer one. */
function replaced(text: string, name: string, mirrored: string): string {
  if (text === name) return mirrored;
  const exact = new RegExp(
    `(?<![\\w./:@-])((?:oci(?:\\+\\w+)?://)?)${name.replaceAll('.', '\\.')}(?![\\w-]|[./:@]\\w)`,
    'g',
  );
  return text.replace(exact, (_, prefix: string) => `${prefix}${mirrored}`);
}

function textAt(object: object, path: NamedImage['path']): string {
  return path.reduce<unknown>((value, step) => (value as Record<string | number, unknown>)[step], object) as string;
}

function pointer(path: NamedImage['path']): string {
  return path.map((step) => `/${`${step}`.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
