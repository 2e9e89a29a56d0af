import type { KubernetesObject } from '../../constructs/core/index.ts';
import type { Finding } from '../../spec/finding.ts';
import { mirroredImage, originalImage } from '../../spec/image-mirrors.ts';
import { fullImageName, imageName } from '../../spec/image-name.ts';
import { mirrorsOf } from '../../spec/images.ts';
import type { DrawnPlatform } from '../drawn-platform.ts';
import { digestIn, imageList, listedBy, pulledImages } from '../image-list.ts';
import { bundleFinding } from './bundle-error.ts';
import type { WantedImage } from './fetch-image.ts';
import { type CarriedModel, carriedModels } from './models/wanted-models.ts';

/** Images whose operator puts the name of the node's system behind the tag. */
const BY_SYSTEM = ['nvcr.io/nvidia/driver', 'nvcr.io/nvidia/mellanox/doca-driver'];

/** Who uses an image that the spec itself adds: its owner knows that it is there. */
const BY_SPEC = 'images.also';

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
  const pulled = all.filter(
    ({ image, usedBy }) =>
      !BY_SYSTEM.includes(image.replace(/[:@].*$/, '')) || usedBy.includes(BY_SPEC) || hasSystem(image),
  );
  const models = carriedModels(lock);
  const images = pulled.map((each) => ({
    ...each,
    ...modelOf(models.get(each.image)),
    digest: each.digest ?? '',
    name: mirroredImage(each.image, mirrors),
  }));
  return { images, findings: [...notMapped(images), ...unknown(images), ...drivers(all, pulled)] };
}

function modelOf(carried: CarriedModel | undefined): Pick<WantedImage, 'from'> & Partial<Pick<WantedImage, 'kind'>> {
  return carried === undefined ? {} : { kind: 'model', from: carried.from };
}

/** Images that the closed network would still ask their makers’ registries for: one finding for each of those. */
function notMapped(images: readonly WantedImage[]): Finding[] {
  const left = images.filter(({ image, name }) => name === image);
  return [...Map.groupBy(left, ({ image }) => imageName(image).host)].map(([host, all]) => {
    const users = [...new Set(all.flatMap(({ usedBy }) => usedBy))].sort();
    return bundleFinding('BUNDLE_IMAGE_NOT_MAPPED', 'images.mirrors', {
      problem: `no rule fits ${all.map(({ image }) => image).join(', ')} (of ${users.join(', ')}): the closed network would ask ${host}`,
      fix: `add a rule with the source ${host}, or one with "*"`,
    });
  });
}

/** Images without a digest, as one finding: most often it is all of them, and one edit puts it right. */
function unknown(images: readonly WantedImage[]): Finding[] {
  const names = images.filter(({ digest }) => digest === '').map(({ image }) => image);
  if (names.length === 0) return [];
  return [
    bundleFinding('BUNDLE_DIGEST_UNKNOWN', '(lock)', {
      problem: `the lock has no digest of ${names.join(', ')}: nobody could say whether what comes is what was meant`,
      fix: 'run `plinth lock` where their registries can be asked (--from names one that stands for all), and commit platform.lock',
    }),
  ];
}

/** Drivers are built for a system; which one the nodes have only their owner knows. */
function drivers(all: readonly { readonly image: string }[], pulled: readonly { readonly image: string }[]): Finding[] {
  const left = all.filter((each) => !pulled.includes(each));
  return left
    .filter(({ image }) => !pulled.some((each) => each.image.startsWith(`${image}-`)))
    .map(({ image }) =>
      bundleFinding('BUNDLE_DRIVER_SYSTEM', BY_SPEC, {
        problem: `the operator puts the name of the node’s system behind ${image}, and images.also names none of those`,
        fix: `add ${image}-ubuntu24.04, or what your nodes run; or set the pools’ driver to host`,
      }),
    );
}

function hasSystem(image: string): boolean {
  return /-(?:ubuntu|rhel|rhcos|sles|debian|amzn|azurelinux|rocky)[\w.]*$/.test(imageName(image).tag ?? '');
}
