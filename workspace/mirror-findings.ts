import type { Platform } from '../constructs/platform.ts';
import type { Finding } from '../spec/finding.ts';
import { liesIn } from '../spec/image-mirrors.ts';
import { fullImageName, imageName } from '../spec/image-name.ts';
import { EVERY_SOURCE, mirrorsOf } from '../spec/images.ts';
import type { PlatformSpec } from '../spec/platform.ts';
import { pathText } from '../spec/spec-path.ts';
import type { PlatformImage } from './image-list.ts';

/**
 * What the map of mirrors leaves open in this platform, as far as its images are known: rules that fit nothing, and images that an
 * operator starts by a name of its own, which no object can change. Warnings only. Pure.
 */
export function mirrorFindings(
  spec: PlatformSpec,
  { addOns }: Pick<Platform, 'addOns'>,
  images: readonly PlatformImage[],
): readonly Finding[] {
  const locked = addOns.every((addOn) => addOn.locked !== undefined);
  if (mirrorsOf(spec).length === 0 || !locked) return [];
  return [...unused(spec, images), ...images.flatMap((image) => startedByName(spec, image))];
}

function unused(spec: PlatformSpec, images: readonly PlatformImage[]): Finding[] {
  return mirrorsOf(spec).flatMap(({ source }, index) => {
    const fits = source === EVERY_SOURCE || images.some(({ image }) => liesIn(fullImageName(image), source));
    if (fits) return [];
    return [
      {
        code: 'IMAGE_MIRROR_UNUSED',
        level: 'warning',
        at: pathText(['images', 'mirrors', index, 'source']),
        problem: `no image of this platform lies in ${source}`,
        fix: 'leave the rule out, or look for a slip of the pen; `plinth images` lists what there is',
      } as const,
    ];
  });
}

function startedByName(spec: PlatformSpec, { image, known, mirror, usedBy }: PlatformImage): Finding[] {
  const { host } = imageName(image);
  const byNodes = spec.target.kind === 'baremetal' && host in spec.target.mirrors;
  if (known !== 'catalogue' || mirror === undefined || byNodes) return [];
  return [
    {
      code: 'IMAGE_MIRROR_NOT_NAMED',
      level: 'warning',
      at: 'images.mirrors',
      problem: `no object names ${image}, which ${usedBy.join(' and ')} may start: in a closed network it would ask ${host}`,
      fix: `let the nodes’ runtime take ${host} from the mirror as well (on bare metal target.mirrors does), or name it in an override`,
    },
  ];
}
