import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { Lock, LockedModel, LockedModelFile, LockedModelLayer } from '../../../constructs/core/index.ts';
import { isCarried, modelAddress } from '../../../spec/model-artefact.ts';
import { lockFolderOf, readLock, writeLock } from '../../lock/lock-folder.ts';
import { loadPlatform } from '../../platform-file.ts';
import { BlobStore } from '../blob-store.ts';
import { bundleError } from '../bundle-error.ts';
import { bytesInWords } from '../bytes-in-words.ts';
import type { ModelAccess, ModelStore } from './model-files.ts';
import { modelStore } from './model-store.ts';
import { bytesOf, manifestOf, modelLayers, packedModel } from './packed-model.ts';
import { type TarLayer, tarLayer } from './tar-layer.ts';

/** What a store calls the content of a file, where that is a digest. */
const DIGEST = /^(sha256|git):([0-9a-f]+)$/;

/** How models are pinned. */
export interface PinModelsOptions {
  /** Spec file. */
  readonly file: string;
  /** Folder of the bundle: what is fetched lies there for `plinth bundle`. */
  readonly out: string;
  /** How their stores are reached. */
  readonly access: ModelAccess;
  /** Told before each step. @default - nobody is told */
  readonly onStep?: (step: string) => void;
}

/** Models whose digests are in the lock. */
export interface PinnedModels {
  readonly models: Readonly<Record<string, LockedModel>>;
  /** Bytes that were fetched by this run. */
  readonly fetched: number;
  /** Bytes of all of them. */
  readonly size: number;
}

/**
 * Fetches the models that endpoints name on Hugging Face or in S3, makes an artefact of each, and writes their digests into the lock:
 * from then on `synth` names the artefacts, `bundle` carries them, and whatever else comes from there is refused.
 *
 * Layers whose files did not change keep their digests, and each file of Hugging Face is compared with the digest that it has there.
 *
 * @throws {PlatformError} with what is wrong with a model or its store.
 */
export async function pinModels(options: PinModelsOptions): Promise<PinnedModels> {
  const { file, out } = options;
  const { spec } = await loadPlatform(file);
  const folder = lockFolderOf(file);
  const lock = await readLock(folder);
  if (lock === undefined) throw noLock(file);
  const named = (spec.serving?.endpoints ?? []).flatMap(({ model }) => (model === undefined ? [] : [model]));
  const wanted = [...new Set(named)].filter((model) => isCarried(model, spec)).sort();
  const pins = new Pins(lock, new BlobStore(out), options);
  const models: Record<string, LockedModel> = {};
  for (const model of wanted) models[model] = await pins.pin(model);
  const { models: _, ...rest } = lock;
  await writeLock(folder, wanted.length === 0 ? rest : { ...rest, models });
  const size = Object.values(models).reduce((sum, model) => sum + bytesOf(model), 0);
  return { models, fetched: pins.fetched, size };
}

function noLock(file: string) {
  return bundleError('BUNDLE_LOCK_MISSING', lockFolderOf(file), {
    problem: 'the digests of models are written into the lock, and there is none beside the spec',
    fix: 'run `plinth lock` first',
  });
}

/** Models that are fetched one after the other, layer by layer. */
class Pins {
  /** Bytes that were fetched. */
  public fetched = 0;
  readonly #lock: Lock;
  readonly #store: BlobStore;
  readonly #options: PinModelsOptions;

  public constructor(lock: Lock, store: BlobStore, options: PinModelsOptions) {
    this.#lock = lock;
    this.#store = store;
    this.#options = options;
  }

  public async pin(model: string): Promise<LockedModel> {
    const { access, onStep } = this.#options;
    onStep?.(`${model}: its files`);
    const from = modelStore(model, access);
    const files = await from.list();
    if (files.length === 0)
      throw bundleError('BUNDLE_MODEL_EMPTY', model, {
        problem: 'no file lies there',
        fix: 'check the folder in the spec, and which store is asked (HF_ENDPOINT, AWS_ENDPOINT_URL_S3)',
      });
    const layers: LockedModelLayer[] = [];
    for (const part of modelLayers(files)) {
      layers.push(await this.#layer(model, from, part));
      onStep?.(`${model}: ${bytesInWords(bytesOf({ layers }))}`);
    }
    const packed = packedModel(model, layers);
    const licence = await from.licence();
    return { digest: manifestOf(packed).digest, layers, ...(licence === undefined ? {} : { licence }) };
  }

  async #layer(model: string, from: ModelStore, files: readonly LockedModelFile[]): Promise<LockedModelLayer> {
    const tar = tarLayer(model, files);
    const onBytes = (bytes: number) => {
      this.fetched += bytes;
    };
    const before = this.#known(model).find((layer) => sameFiles(layer.files, files));
    // What the bundle still needs of it is fetched with the bundle: an older one may have it.
    if (before !== undefined) return before;
    const name = JSON.stringify([modelAddress(model), files]);
    const check = (file: string) => compare(model, tar, file);
    const taken = await this.#store.take({ name, size: tar.size }, tar.source(from), { check, onBytes });
    return { ...taken, files };
  }

  /** Layers whose digests are known: those of this model, and of others where a store’s word for a file is a digest. */
  #known(model: string): readonly LockedModelLayer[] {
    return Object.entries(this.#lock.models ?? {}).flatMap(([name, { layers }]) =>
      layers.filter(({ files }) => name === model || files.every(({ etag }) => DIGEST.test(etag))),
    );
  }
}

function sameFiles(some: readonly LockedModelFile[], others: readonly LockedModelFile[]): boolean {
  const text = (files: readonly LockedModelFile[]) =>
    files.map(({ etag, path, size }) => `${path}\n${size}\n${etag}`).join();
  return text(some) === text(others);
}

/** Compares each file in a layer with the digest that its store has of it; entity tags of S3 are none. */
async function compare(model: string, { places }: TarLayer, layer: string): Promise<void> {
  for (const { file, from } of places) {
    const [, algorithm, wanted] = DIGEST.exec(file.etag) ?? [];
    if (algorithm === undefined || wanted === undefined) continue;
    const hash = createHash(algorithm === 'git' ? 'sha1' : 'sha256');
    if (algorithm === 'git') hash.update(`blob ${file.size}\0`);
    if (file.size > 0)
      for await (const bytes of createReadStream(layer, { start: from, end: from + file.size - 1 }))
        hash.update(bytes as Buffer);
    const found = hash.digest('hex');
    if (found !== wanted)
      throw bundleError('BUNDLE_DIGEST_DIFFERS', model, {
        problem: `${file.path} came with the digest ${found}, and its store says ${wanted}`,
        fix: 'nothing of it was kept; run it again, and if it stays so do not trust the store or what lies between',
      });
  }
}
