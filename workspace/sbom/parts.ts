import { Enums, Models, SPDX } from '@cyclonedx/cyclonedx-library';
import { PackageURL } from 'packageurl-js';
import { type Component, components } from '../../catalog/index.ts';
import type { AddOn } from '../../constructs/core/index.ts';
import { digestOfValue } from '../digest.ts';
import type { PlatformImage } from '../image-list.ts';

/** A licence by its SPDX identifier, an expression of them, or a name. */
export function licenceOf(licence: string): Models.License {
  if (SPDX.isSupportedSpdxId(licence)) return new Models.SpdxLicense(licence);
  return / (AND|OR|WITH) |^LicenseRef-/.test(licence)
    ? new Models.LicenseExpression(licence)
    : new Models.NamedLicense(licence);
}

/** A chart of the platform. */
export function addOnPart({ component, locked, version }: AddOn): Models.Component {
  return new Models.Component(Enums.ComponentType.Application, component.name, {
    bomRef: `chart/${component.name}`,
    version,
    description: component.purpose,
    licenses: new Models.LicenseRepository([licenceOf(component.licence)]),
    ...(locked === undefined ? {} : { hashes: hashesOf(locked.digest) }),
    ...ofSource(component, version),
    externalReferences: new Models.ExternalReferenceRepository([
      new Models.ExternalReference(component.homepage, Enums.ExternalReferenceType.Website),
    ]),
    properties: properties({ 'plinth:part': 'chart', 'plinth:locked': String(locked !== undefined) }),
  });
}

/** The custom resource definitions that a chart brings; nothing where none are known. */
export function definitionsPart({ component, locked, version }: AddOn): Models.Component | undefined {
  const crds = locked?.crds ?? [];
  if (crds.length === 0) return undefined;
  return new Models.Component(Enums.ComponentType.Data, `${component.name}-definitions`, {
    bomRef: `definitions/${component.name}`,
    version,
    description: `Custom resource definitions of ${component.name}: ${crds.length}`,
    licenses: new Models.LicenseRepository([licenceOf(component.licence)]),
    hashes: hashesOf(digestOfValue(crds)),
    properties: properties({ 'plinth:part': 'definitions' }),
  });
}

/** An image. Its licence is that of the component that the catalogue lists it with, where there is one. */
export function imagePart({ digest, image, usedBy }: PlatformImage): Models.Component {
  const { known, name, path, tag } = readImage(image);
  const bytes = digest ?? known;
  const owner = Object.values<Component>(components).find(({ images }) => images.includes(image));
  return new Models.Component(Enums.ComponentType.Container, path, {
    bomRef: `image/${image}`,
    version: tag ?? bytes ?? 'unknown',
    purl: new PackageURL(
      'oci',
      undefined,
      name,
      bytes,
      { repository_url: path, ...(tag && { tag }) },
      undefined,
    ).toString(),
    ...(bytes === undefined ? {} : { hashes: hashesOf(bytes) }),
    ...(owner === undefined ? {} : { licenses: new Models.LicenseRepository([licenceOf(owner.licence)]) }),
    properties: properties({ 'plinth:part': 'image', 'plinth:used-by': usedBy.join(', ') }),
  });
}

function readImage(image: string) {
  const [named = '', known] = image.split('@');
  const path = named.replace(/:[^/:]+$/, '');
  const tag = named === path ? undefined : named.slice(path.length + 1);
  return { path, name: path.split('/').at(-1) ?? path, tag, known };
}

function ofSource({ source }: Component, version: string): { purl?: string } {
  if (source.kind === 'helm') {
    const where = { repository_url: source.repository };
    return { purl: new PackageURL('helm', undefined, source.chart, version, where, undefined).toString() };
  }
  if (source.kind !== 'oci') return {};
  const path = source.repository.replace(/^oci:\/\//, '');
  const name = path.split('/').at(-1) ?? path;
  return { purl: new PackageURL('helm', undefined, name, version, { repository_url: path }, undefined).toString() };
}

function hashesOf(digest: string): Models.HashDictionary {
  return new Models.HashDictionary([[Enums.HashAlgorithm['SHA-256'], digest.replace('sha256:', '')]]);
}

function properties(values: Readonly<Record<string, string>>): Models.PropertyRepository {
  return new Models.PropertyRepository(Object.entries(values).map(([name, value]) => new Models.Property(name, value)));
}
