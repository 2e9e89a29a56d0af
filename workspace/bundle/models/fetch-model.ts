import type { LockedModelLayer } from '../../../constructs/core/index.ts';
import { digestOf } from '../../digest.ts';
import type { BlobSource, BlobStore } from '../blob-store.ts';
import { bundleError } from '../bundle-error.ts';
import type { FetchedImage, WantedImage } from '../fetch-image.ts';
import type { ModelAccess } from './model-files.ts';
import { modelStore } from './model-store.ts';
import { manifestOf, packedModel } from './packed-model.ts';
import { tarLayer } from './tar-layer.ts';
import type { CarriedModel } from './wanted-models.ts';

/**
 * The artefact of a model: its manifest follows from the lock, its layers come from its store.
 *
 * @throws {PlatformError} `BUNDLE_MODEL_LOCK` if the lock does not say of itself what it says of the model.
 */
export async function fetchModel(
  wanted: WantedImage,
  { from, layers }: CarriedModel,
  { access, store }: { readonly access: ModelAccess; readonly store: BlobStore },
): Promise<FetchedImage> {
  const packed = packedModel(from, layers);
  const manifest = manifestOf(packed);
  if (manifest.digest !== wanted.digest)
    throw bundleError('BUNDLE_MODEL_LOCK', from, {
      problem: `its layers in the lock make ${manifest.digest}, and the lock says ${wanted.digest}`,
      fix: 'run `plinth bundle models` again: platform.lock was changed by hand, or merged wrongly',
    });
  await store.put(packed.config);
  await store.put(packed.manifest);
  const config = { digest: digestOf(packed.config), size: packed.config.length };
  return {
    image: { ...wanted, manifest, parts: [], blobs: [config, ...layers].map(({ digest }) => digest), about: [] },
    blobs: [{ ...config, layer: false }, ...layers.map(({ digest, size }) => ({ digest, size, layer: true }))],
    source: sourceOf(from, layers, access),
  };
}

/** Where each layer is had. */
function sourceOf(
  model: string,
  layers: readonly LockedModelLayer[],
  access: ModelAccess,
): (digest: string) => BlobSource {
  const store = modelStore(model, access);
  return (digest) => tarLayer(model, layers.find((layer) => layer.digest === digest)?.files ?? []).source(store);
}
