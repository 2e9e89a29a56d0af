import type { KubernetesObject } from '../../constructs/core/index.ts';
import type { Finding } from '../../spec/finding.ts';
import { mirroredImage, originalImage } from '../../spec/image-mirrors.ts';
import { fullImageName, imageName } from '../../spec/image-name.ts';
import { mirrorsOf } from '../../spec/images.ts';
import type { DrawnPlatform } from '../drawn-platform.ts';
import { digestIn, imageList, listedBy, pulledImages } from '../image-list.ts';
import { bundleFinding } from './bundle-error.ts';
import type { WantedImage } from './fetch-image.ts';

/** Images whose operator puts the name of the node's system behind the tag. */
const BY_SYSTEM = ['nvcr.io/nvidia/driver', 'nvcr.io/nvidia/mellanox/doca-driver'];

/** Everything that a closed network must have of registries, and why it cannot be had. */
export interface WantedImages {
  readonly images: readonly WantedImage[];
  readonly findings: readonly Finding[];
}

/**
 * Every image that a manifest, a chart's default, an operator or a release would pull, and every model in a registry, with the
 * digest that it must have and its name in the closed network. Pure.
 *
 * @param released - objects of released models
 */
export function wantedImages(
  { folder, lock, platform, spec }: Pick<DrawnPlatform, 'folder' | 'lock' | 'platform' | 'spec'>,
  released: readonly KubernetesObject[],
): WantedImages {
  const mirrors = mirrorsOf(spec);
  const listed = imageList(platform, folder.manifests, lock, listedBy(spec));
  const named = new Map<string, Omit<WantedImage, 'digest' | 'name'> & { readonly digest?: string }>(
    listed.map(({ digest, image, usedBy }) => [
      fullImageName(image),
      { image: fullImageName(image), digest, usedBy, kind: 'image' },
    ]),
  );
  for (const { object, room } of [
    ...folder.manifests.map(({ object, room }) => ({ object, room })),
    ...released.map((object) => ({ object, room: 'releases' })),
  ])
    for (const each of pulledImages(object)) {
      if (room !== 'releases' && each.by !== 'artifact') continue;
      const image = originalImage(fullImageName(each.image), mirrors);
      const kind = each.by === 'artifact' ? 'model' : 'image';
      if (!named.has(image)) named.set(image, { image, digest: digestIn(lock, image), usedBy: [room], kind });
    }
  const all = [...named.values()].sort((a, b) => (a.image < b.image ? -1 : 1));
  const pulled = all.filter(({ image }) => !BY_SYSTEM.includes(image.replace(/[:@].*$/, '')) || hasSystem(image));
  const images = pulled.map((each) => ({
    ...each,
    digest: each.digest ?? '',
    name: mirroredImage(each.image, mirrors),
  }));
  return { images, findings: [...images.flatMap(open), ...drivers(all, pulled)] };
}

/** What keeps an image out of the bundle. */
function open({ digest, image, name, usedBy }: WantedImage): Finding[] {
  const found: Finding[] = [];
  if (name === image)
    found.push(
      bundleFinding('BUNDLE_IMAGE_NOT_MAPPED', 'images.mirrors', {
        problem: `no rule fits ${image}, which ${usedBy.join(' and ')} needs: the closed network would ask ${imageName(image).host}`,
        fix: `add a rule with the source ${imageName(image).host}, or one with "*"`,
      }),
    );
  if (digest === '')
    found.push(
      bundleFinding('BUNDLE_DIGEST_UNKNOWN', image, {
        problem: 'the lock has no digest of it, so nobody could say whether what comes is what was meant',
        fix: 'run `plinth lock` where its registry can be asked, and commit platform.lock',
      }),
    );
  return found;
}

/** Drivers are built for a system; which one the nodes have only their owner knows. */
function drivers(all: readonly { readonly image: string }[], pulled: readonly { readonly image: string }[]): Finding[] {
  const left = all.filter((each) => !pulled.includes(each));
  return left
    .filter(({ image }) => !pulled.some((each) => each.image.startsWith(`${image}-`)))
    .map(({ image }) =>
      bundleFinding('BUNDLE_DRIVER_SYSTEM', 'images.also', {
        problem: `the operator puts the name of the node’s system behind ${image}, and images.also names none of those`,
        fix: `add ${image}-ubuntu24.04, or what your nodes run; or set the pools’ driver to host`,
      }),
    );
}

function hasSystem(image: string): boolean {
  return /-(?:ubuntu|rhel|rhcos|sles|debian|amzn|azurelinux|rocky)[\w.]*$/.test(imageName(image).tag ?? '');
}
