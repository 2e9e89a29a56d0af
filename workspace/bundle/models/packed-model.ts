import type { LockedModel, LockedModelFile, LockedModelLayer } from '../../../constructs/core/index.ts';
import { digestOf } from '../../digest.ts';
import type { ManifestBlob } from '../bundle-index.ts';

const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';
const CONFIG = 'application/vnd.oci.image.config.v1+json';
const LAYER = 'application/vnd.oci.image.layer.v1.tar';
/** Files below this size share a layer. Unit: bytes. */
const SMALL = 16 * 1_024 * 1_024;
/** Most layers of large files; runtimes stop a little above. */
const LAYERS = 100;

/** Manifest and configuration of a model’s artefact. */
export interface PackedModel {
  readonly manifest: Buffer;
  readonly config: Buffer;
}

/**
 * Files of a model by layer: small ones together, large ones by themselves, so that a version that changes one of them brings one
 * layer. Pure.
 */
export function modelLayers(files: readonly LockedModelFile[]): readonly (readonly LockedModelFile[])[] {
  const sorted = files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const small = sorted.filter(({ size }) => size < SMALL);
  const large = sorted.filter(({ size }) => size >= SMALL);
  const each = Math.max(1, Math.ceil(large.length / LAYERS));
  const groups = Array.from({ length: Math.ceil(large.length / each) }, (_, index) =>
    large.slice(index * each, (index + 1) * each),
  );
  return small.length === 0 ? groups : [small, ...groups];
}

/**
 * The artefact of a model: an image of data, as nodes mount it and KServe reads it. Its bytes follow from its layers. Pure.
 *
 * @param model - address that it comes from
 */
export function packedModel(model: string, layers: readonly Pick<LockedModelLayer, 'digest' | 'size'>[]): PackedModel {
  const config = Buffer.from(
    JSON.stringify({
      architecture: 'amd64',
      os: 'linux',
      config: {},
      rootfs: { type: 'layers', diff_ids: layers.map(({ digest }) => digest) },
    }),
  );
  const manifest = {
    schemaVersion: 2,
    mediaType: MANIFEST,
    config: { mediaType: CONFIG, digest: digestOf(config), size: config.length },
    layers: layers.map(({ digest, size }) => ({ mediaType: LAYER, digest, size })),
    annotations: { 'org.opencontainers.image.source': model },
  };
  return { config, manifest: Buffer.from(JSON.stringify(manifest)) };
}

/** Name, size and kind of a model’s manifest. */
export function manifestOf({ manifest }: PackedModel): ManifestBlob {
  return { digest: digestOf(manifest), size: manifest.length, mediaType: MANIFEST };
}

/** Bytes of a model. Unit: bytes. */
export function bytesOf({ layers }: Pick<LockedModel, 'layers'>): number {
  return layers.reduce((sum, { size }) => sum + size, 0);
}
