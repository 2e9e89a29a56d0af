import { Enums, Models, Serialize, Spec } from '@cyclonedx/cyclonedx-library';
import type { Lock, Manifest } from '../../constructs/core/index.ts';
import type { Platform } from '../../constructs/platform.ts';
import type { PlatformSpec } from '../../spec/platform.ts';
import { digestOfValue } from '../digest.ts';
import { imageList, listedBy } from '../image-list.ts';
import { plinthVersion } from '../plinth-version.ts';
import { addOnPart, definitionsPart, imagePart, licenceOf } from './parts.ts';

/** What a bill of materials is made from. */
export interface BillProps {
  readonly spec: PlatformSpec;
  readonly platform: Platform;
  readonly manifests: readonly Manifest[];
  /** @default - digests and definitions of charts are unknown, and left out */
  readonly lock?: Lock;
}

/**
 * Everything that a platform consists of, as CycloneDX 1.6 in JSON: each chart, each bundle of definitions, each image.
 *
 * The same platform gives the same bytes: there is no time in it, and its serial number is a hash of the spec and the lock.
 */
export function billOfMaterials(props: BillProps): string {
  const factory = new Serialize.JSON.Normalize.Factory(Spec.Spec1dot6);
  const text = new Serialize.JsonSerializer(factory).serialize(bill(props), { sortLists: true, space: 2 });
  return `${text}\n`;
}

function bill({ lock, manifests, platform, spec }: BillProps): Models.Bom {
  const whole = platformPart(spec);
  const { addOns } = platform;
  const images = imageList(platform, manifests, lock, listedBy(spec)).map((image) => ({
    image,
    part: imagePart(image),
  }));
  const parts = addOns.flatMap((addOn) => {
    const part = addOnPart(addOn);
    const definitions = definitionsPart(addOn);
    whole.dependencies.add(part.bomRef);
    if (definitions !== undefined) part.dependencies.add(definitions.bomRef);
    for (const { image, part: own } of images)
      if (isOf(image.image, addOn.component.images)) part.dependencies.add(own.bomRef);
    return definitions === undefined ? [part] : [part, definitions];
  });
  for (const { image, part } of images)
    if (!addOns.some(({ component }) => isOf(image.image, component.images))) whole.dependencies.add(part.bomRef);
  return new Models.Bom({
    version: 1,
    serialNumber: `urn:uuid:${uuidOf(digestOfValue({ spec, lock: lock ?? null }))}`,
    metadata: new Models.Metadata({
      component: whole,
      tools: new Models.Tools({ components: new Models.ComponentRepository([tool()]) }),
    }),
    components: new Models.ComponentRepository([...parts, ...images.map(({ part }) => part)]),
  });
}

function platformPart({ metadata, target }: PlatformSpec): Models.Component {
  return new Models.Component(Enums.ComponentType.Platform, metadata.name, {
    bomRef: 'platform',
    version: metadata.environment,
    description: `Machine-learning platform on ${target.kind}, Kubernetes ${target.kubernetes}`,
  });
}

function tool(): Models.Component {
  return new Models.Component(Enums.ComponentType.Application, 'plinth', {
    bomRef: 'plinth',
    version: plinthVersion(),
    licenses: new Models.LicenseRepository([licenceOf('Apache-2.0')]),
    purl: `pkg:npm/plinth@${plinthVersion()}`,
  });
}

function isOf(image: string, images: readonly string[]): boolean {
  return images.includes(image);
}

/** An identifier of the form that free ones have (version 8), made of the first 122 bits of a hash. */
function uuidOf(digest: string): string {
  const hex = digest.replace('sha256:', '');
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 0x3) | 0x8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
