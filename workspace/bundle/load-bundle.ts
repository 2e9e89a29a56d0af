import { type Finding, PlatformError } from '../../spec/finding.ts';
import { fullImageName, imageName } from '../../spec/image-name.ts';
import { pulledImages } from '../image-list.ts';
import { bundleError, bundleFinding } from './bundle-error.ts';
import { BUNDLE_FOLDERS } from './bundle-files.ts';
import { type BundleImage, type BundleIndex, blobPath, readBundleIndex } from './bundle-index.ts';
import { objectsIn } from './bundle-objects.ts';
import { BundleReader } from './bundle-reader.ts';
import type { RegistryAccess, RegistryClient } from './registry-client.ts';
import { RegistryClients } from './registry-clients.ts';

/** How a bundle is loaded. */
export interface LoadBundleOptions {
  /** Folder of the bundle. */
  readonly folder: string;
  /** Registry that takes it, by the name under which it is reached from here. @default - the host of the mirrors */
  readonly to?: string;
  /** Digest of the bundle's list, as its maker told it. @default - the list is taken at its word */
  readonly digest?: string;
  readonly access?: RegistryAccess;
  /** Told before each step. @default - nobody is told */
  readonly onStep?: (step: string) => void;
}

/** What was loaded, and the proof that nothing is missing. */
export interface LoadedBundle {
  /** Images that were put, or were there. */
  readonly images: number;
  /** Bytes that were sent. */
  readonly sent: number;
  /** Names in manifests, charts' defaults and operators' settings that were looked up in the registry, each with its digest. */
  readonly resolved: Readonly<Record<string, string>>;
  /** Digest of the bundle's list. */
  readonly digest: string;
}

/**
 * Puts a bundle into the registry of a closed network, and proves that every image that anything names is there.
 *
 * Nothing is sent before every byte of the bundle was compared with its list. What the registry has already is not sent again, so a
 * load that was cut is run again.
 *
 * @throws {PlatformError} with everything that is missing, altered, or not found in the registry.
 */
export async function loadBundle(options: LoadBundleOptions): Promise<LoadedBundle> {
  const { access, folder, onStep = () => {}, to } = options;
  const { digest, index } = await readBundleIndex(folder);
  refuse(options, index, digest);
  const reader = new BundleReader(folder, index);
  let read = 0;
  const findings = await reader.verify((bytes) => {
    read += bytes;
    onStep(`checking: ${Math.round(read / 1_048_576)} MiB read`);
  });
  if (findings.length > 0) throw new PlatformError(findings);
  const clients = new RegistryClients(access);
  const clientOf = (name: string) => clients.of(to ?? imageName(name).host);
  const loader = new Loader(index, reader, clientOf, onStep);
  for (const image of index.images) await loader.put(image);
  const resolved = await proof(index, reader, clientOf);
  return { images: index.images.length, sent: loader.sent, resolved, digest };
}

function refuse({ digest: asked, folder, to }: LoadBundleOptions, index: BundleIndex, digest: string): void {
  if (asked !== undefined && asked !== digest)
    throw bundleError('BUNDLE_ANOTHER', folder, {
      problem: `the digest of its list is ${digest}, not ${asked}`,
      fix: 'this is another bundle, or its list was changed: ask who made it',
    });
  if (!index.layers)
    throw bundleError('BUNDLE_WITHOUT_LAYERS', folder, {
      problem: 'it is a list only: it was made with --no-layers',
      fix: 'run `plinth bundle` again without --no-layers; what is there is kept',
    });
  const hosts = [...new Set(index.images.map(({ name }) => imageName(name).host))];
  if (to !== undefined && hosts.length > 1)
    throw bundleError('BUNDLE_TWO_REGISTRIES', '--to', {
      problem: `its mirrors lie in ${hosts.join(' and ')}, and --to names one place for all`,
      fix: 'leave --to out: each image goes to the registry of its own name',
    });
}

/** Puts images into a registry, each blob once. */
class Loader {
  /** Bytes that were sent. */
  public sent = 0;
  readonly #index: BundleIndex;
  readonly #reader: BundleReader;
  readonly #clientOf: (name: string) => RegistryClient;
  readonly #onStep: (step: string) => void;
  /** Blobs that the older bundle brought. */
  readonly #older: ReadonlySet<string>;
  /** Where in the registry a blob is. */
  readonly #places = new Map<string, string>();

  public constructor(
    index: BundleIndex,
    reader: BundleReader,
    clientOf: (name: string) => RegistryClient,
    onStep: (step: string) => void,
  ) {
    this.#index = index;
    this.#reader = reader;
    this.#clientOf = clientOf;
    this.#onStep = onStep;
    this.#older = new Set(index.blobs.flatMap(({ digest, older }) => (older ? [digest] : [])));
  }

  public async put(image: BundleImage): Promise<void> {
    const { digest: pinned, repository, tag = pinned === undefined ? 'latest' : undefined } = imageName(image.name);
    const registry = this.#clientOf(image.name);
    this.#onStep(`loading: ${image.name}`);
    for (const digest of [...image.blobs, ...image.about.flatMap(({ blobs }) => blobs)])
      await this.#blob(registry, repository, digest);
    for (const part of image.parts) await this.#manifest(registry, repository, part.digest, part);
    await this.#manifest(registry, repository, image.manifest.digest, image.manifest);
    if (tag !== undefined) await this.#manifest(registry, repository, tag, image.manifest);
    for (const each of image.about) await this.#manifest(registry, repository, each.tag ?? each.digest, each);
  }

  async #blob(registry: RegistryClient, repository: string, digest: string): Promise<void> {
    const size = this.#reader.sizeOf(digest);
    const place = `${registry.host} ${digest}`;
    if (await registry.hasBlob(repository, digest, size)) {
      this.#places.set(place, repository);
      return;
    }
    const elsewhere = this.#places.get(place) ?? (await this.#olderPlace(registry, digest, size));
    if (elsewhere !== undefined && (await registry.mountBlob(repository, digest, elsewhere))) return;
    if (this.#older.has(digest))
      throw bundleError('BUNDLE_OLDER_MISSING', `${registry.host}/${repository}`, {
        problem: `${digest} came with the bundle that this one adds to (its list has the digest ${this.#index.since}), and the registry does not have it`,
        fix: 'load the older bundle first, or make this one without --since',
      });
    await registry.putBlob(repository, { digest, size }, (from, to) => this.#reader.read(blobPath(digest), from, to));
    this.sent += size;
    this.#places.set(place, repository);
  }

  /** A repository of this bundle that has a blob of the older one. */
  async #olderPlace(registry: RegistryClient, digest: string, size: number): Promise<string | undefined> {
    if (!this.#older.has(digest)) return undefined;
    for (const { blobs, name } of this.#index.images) {
      const { repository } = imageName(name);
      if (blobs.includes(digest) && (await registry.hasBlob(repository, digest, size))) return repository;
    }
    return undefined;
  }

  async #manifest(
    registry: RegistryClient,
    repository: string,
    reference: string,
    { digest, mediaType, size }: BundleImage['manifest'],
  ) {
    const there = await registry.manifest(repository, reference);
    if (there?.digest === digest) return;
    const bytes = await this.#reader.whole(blobPath(digest), size);
    await registry.putManifest(repository, reference, { bytes, mediaType });
  }
}

/**
 * Looks every name up that a manifest of the bundle gives to a node or an operator, and every image of its list, and compares what the
 * registry has with what was meant.
 */
async function proof(
  index: BundleIndex,
  reader: BundleReader,
  clientOf: (name: string) => RegistryClient,
): Promise<LoadedBundle['resolved']> {
  const known = new Map(index.images.map((image) => [image.name, image]));
  // An operator puts the name of the node's system behind a driver's tag.
  const bySystem = (name: string) => index.images.some((image) => image.name.startsWith(`${name}-`));
  const findings: Finding[] = [];
  const resolved: Record<string, string> = {};
  for (const { name, where } of await namesOf(index, reader)) {
    const image = known.get(name);
    if (image === undefined && bySystem(name)) continue;
    const { digest: pinned, repository, tag = 'latest' } = imageName(name);
    const found = image && (await clientOf(name).manifest(repository, pinned ?? tag));
    const whole = image !== undefined && (await hasAll(clientOf(name), repository, image, reader));
    if (found !== undefined && found.digest === image?.manifest.digest && whole) resolved[name] = found.digest;
    else
      findings.push(
        unresolved(
          name,
          where,
          image === undefined ? 'the bundle does not carry it' : 'the registry does not have what the bundle carries',
        ),
      );
  }
  if (findings.length > 0) throw new PlatformError(findings);
  return Object.fromEntries(Object.entries(resolved).sort(([a], [b]) => (a < b ? -1 : 1)));
}

async function hasAll(
  registry: RegistryClient,
  repository: string,
  { blobs, parts }: BundleImage,
  reader: BundleReader,
): Promise<boolean> {
  const asked = [
    ...blobs.map((digest) => registry.hasBlob(repository, digest, reader.sizeOf(digest))),
    ...parts.map(({ digest }) => registry.hasManifest(repository, digest)),
  ];
  return (await Promise.all(asked)).every(Boolean);
}

/** Every name, and a file that has it. */
async function namesOf({ files, images }: BundleIndex, reader: BundleReader) {
  const names = new Map(images.map(({ name }) => [name, 'the list of the bundle']));
  for (const { path, size } of files) {
    if (!path.startsWith(`${BUNDLE_FOLDERS.manifests}/`) || !/\.ya?ml$/.test(path)) continue;
    const text = (await reader.whole(path, size)).toString('utf8');
    for (const { image } of objectsIn(text).flatMap(pulledImages)) names.set(fullImageName(image), path);
  }
  return [...names].map(([name, where]) => ({ name, where }));
}

function unresolved(name: string, where: string, problem: string): Finding {
  return bundleFinding('BUNDLE_NOT_RESOLVED', name, {
    problem: `${where} names it, and ${problem}`,
    fix: 'make the bundle again from this spec, its lock and its releases, and load it',
  });
}
