import { fullImageName } from './image-name.ts';
import { EVERY_SOURCE, type ImageMirror } from './images.ts';

/**
 * Name of an image under the map: the rule with the longest source that fits. A name that lies in a mirror already is left
 * alone, so that doing it twice does no more than doing it once. Pure.
 *
 * @returns the name as it was given where no rule fits
 */
export function mirroredImage(image: string, mirrors: readonly ImageMirror[]): string {
  const name = fullImageName(image);
  if (mirrors.some(({ mirror }) => liesIn(name, mirror))) return image;
  const fits = mirrors.filter(({ source }) => liesIn(name, source));
  const rule = fits.reduce<ImageMirror | undefined>((best, each) => (longer(each, best) ? each : best), undefined);
  if (rule === undefined) return image;
  return rule.source === EVERY_SOURCE
    ? `${rule.mirror}/${asFolder(name)}`
    : `${rule.mirror}${name.slice(rule.source.length)}`;
}

/** Where an image of a mirror comes from: turns {@link mirroredImage} round. Pure. @returns the name as it was given where it lies in no mirror */
export function originalImage(image: string, mirrors: readonly ImageMirror[]): string {
  const rule = mirrors.find(({ mirror }) => liesIn(image, mirror));
  if (rule === undefined) return image;
  const rest = image.slice(rule.mirror.length);
  return rule.source === EVERY_SOURCE ? fromFolder(rest.slice(1)) : `${rule.source}${rest}`;
}

/** A host as the first folder of a repository, where no colon may stand: `localhost:5000/a` is `localhost_5000/a`. No host has `_`. */
function asFolder(name: string): string {
  return name.replace(/^([^/]*):(\d+)\//, '$1_$2/');
}

function fromFolder(name: string): string {
  return name.replace(/^([^/]*)_(\d+)\//, '$1:$2/');
}

/** Whether a full name, or a place, lies in a registry or a folder of it. Of `docker.io` no `docker.io.example.org` is a part. */
export function liesIn(name: string, place: string): boolean {
  if (place === EVERY_SOURCE) return true;
  if (!name.startsWith(place)) return false;
  const next = name.charAt(place.length);
  // A host is followed by a slash only: a colon there begins the port of another server.
  return next === '' || next === '/' || (place.includes('/') && (next === ':' || next === '@'));
}

function longer({ source }: ImageMirror, best: ImageMirror | undefined): boolean {
  return (
    best === undefined ||
    best.source === EVERY_SOURCE ||
    (source !== EVERY_SOURCE && source.length > best.source.length)
  );
}
