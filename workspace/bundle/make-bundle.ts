import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Finding, PlatformError } from '../../spec/finding.ts';
import { mirrorsOf } from '../../spec/images.ts';
import { placed } from '../../spec/parse-platform.ts';
import type { PlatformSpec } from '../../spec/platform.ts';
import { poolShape } from '../../spec/pool-shape.ts';
import { type DrawnPlatform, drawPlatform } from '../drawn-platform.ts';
import type { ChartSource } from '../lock/chart-source.ts';
import { lockFindings } from '../lock/lock-findings.ts';
import { plinthVersion } from '../plinth-version.ts';
import { BlobStore } from './blob-store.ts';
import { bundleError, bundleFinding } from './bundle-error.ts';
import { BUNDLE_FOLDERS, entriesOf, writeCharts, writePlatformFiles, writeText, ZARF_FOLDER } from './bundle-files.ts';
import {
  BUNDLE_FILE,
  type BundleBlob,
  type BundleImage,
  type KnownBundle,
  readBundleIndex,
  writeBundleIndex,
} from './bundle-index.ts';
import { topFiles, writeLayout } from './bundle-layout.ts';
import { releasedObjects } from './bundle-objects.ts';
import type { FetchedImage, WantedImage } from './fetch-image.ts';
import { fetchLayers, fetchManifests } from './fetch-images.ts';
import { type ForeignTools, foreignFiles } from './foreign-files.ts';
import type { ModelAccess } from './models/model-files.ts';
import { carriedModels, modelFindings } from './models/wanted-models.ts';
import type { RegistryAccess } from './registry-client.ts';
import { RegistryClients } from './registry-clients.ts';
import { splitBundle } from './split-bundle.ts';
import { writeTool } from './tool-package.ts';
import { wantedImages } from './wanted-images.ts';

/** How a bundle is made. */
export interface MakeBundleOptions {
  /** Spec file. */
  readonly file: string;
  /** Folder of the bundle; what is there of it already is kept. */
  readonly out: string;
  /** Architectures of images. @default - those of the pools */
  readonly architectures?: readonly string[];
  /** Where charts come from. @default - they are left out */
  readonly charts?: { readonly source: ChartSource; readonly helm: string };
  /** The committed folder, for its releases. @default - nothing is released */
  readonly releases?: string;
  /** An older bundle, which the other side has. @default - all is carried */
  readonly since?: string;
  /** Most bytes of one medium. @default - one folder */
  readonly split?: number;
  /** Whether layers are fetched; without them the bundle is a list that cannot be loaded. @default true */
  readonly layers?: boolean;
  /** Whether this program is carried. @default true */
  readonly tool?: boolean;
  /** Whether signatures are looked for. @default true */
  readonly signatures?: boolean;
  /** Registry, and a folder in it, that is asked instead of those of images; below it each has a folder. @default - each image’s own */
  readonly from?: string;
  readonly access?: RegistryAccess;
  /** How stores of models are reached. @default - Hugging Face and AWS, nobody in particular */
  readonly modelAccess?: ModelAccess;
  /** Whether a model that the lock does not know is an error; otherwise the closed side’s own store has it. @default true */
  readonly models?: boolean;
  /** Other tools that get files from the same list. @default - none */
  readonly foreign?: ForeignTools;
  /** Told before each step. @default - nobody is told */
  readonly onStep?: (step: string) => void;
}

/** A bundle that is made. */
export interface MadeBundle {
  readonly images: readonly BundleImage[];
  /** Bytes that were fetched from registries by this run. */
  readonly fetched: number;
  /** Bytes of all blobs that lie in it. */
  readonly size: number;
  /** Digest of its list: by it the other side knows the bundle. */
  readonly digest: string;
  readonly volumes: number;
  readonly findings: readonly Finding[];
}

/**
 * Makes a bundle: everything that the platform needs in a closed network, as one folder. Cut anywhere, it is run again and fetches the
 * rest; the list of what is in it is written last.
 *
 * @throws {PlatformError} with everything that keeps it from being complete; nothing is left out in silence.
 */
export async function makeBundle(options: MakeBundleOptions): Promise<MadeBundle> {
  const { file, onStep = () => {}, out, since } = options;
  const drawn = await drawPlatform(file);
  const { images, warnings } = await wanted(drawn, options);
  const older = since === undefined ? undefined : await readBundleIndex(since);
  await begin(out);
  const store = new BlobStore(out);
  const architectures = options.architectures ?? architecturesOf(drawn.spec);
  const { access, from, layers = true, modelAccess = {}, signatures = true } = options;
  const models = carriedModels(drawn.lock);
  const registries = { clients: new RegistryClients(access), models, modelAccess, store, from, onStep };
  const fetched = await fetchManifests(images, { ...registries, architectures, signatures });
  const blobs = await fetchLayers(fetched, { ...registries, older, layers });
  onStep('manifests, charts and papers');
  const made = fetched.map(({ image }) => image);
  await writePlatformFiles({ drawn, file, folder: out, images: made, releases: options.releases });
  const { charts } = options;
  const missing =
    charts === undefined ? [] : await writeCharts({ drawn, folder: out, charts: charts.source, helm: charts.helm });
  if (missing.length > 0) throw new PlatformError(missing);
  if (options.tool ?? true) await writeTool(join(out, BUNDLE_FOLDERS.tool));
  const foreign = await foreignFiles({ file, drawn, images, architectures }, options.foreign ?? {});
  for (const [path, text] of foreign) await writeText(join(out, path), text);
  await writeLayout(out, made);
  return finish({ options, drawn, architectures, fetched, blobs, warnings, older });
}

/** An unfinished bundle has no list, so the one of an earlier run goes first. */
async function begin(out: string): Promise<void> {
  await mkdir(out, { recursive: true });
  const before = await readBundleIndex(out).catch(() => undefined);
  if (before?.index.volumes !== undefined)
    throw bundleError('BUNDLE_SPLIT_ALREADY', out, {
      problem: 'a finished bundle lies here, laid into the folders of its media',
      fix: 'choose another folder, and name this one with --since to carry only what is new',
    });
  await rm(join(out, BUNDLE_FILE), { force: true });
}

/** What is wanted, or everything that is wrong with it. */
async function wanted(drawn: DrawnPlatform, { foreign = {}, models = true, releases }: MakeBundleOptions) {
  const { findings, lock, platform, source, spec } = drawn;
  const objects = releases === undefined ? [] : await releasedObjects(releases);
  const found = wantedImages(drawn, objects);
  const stale = lockFindings({ ...spec, delivery: { kind: 'plain' } }, platform.addOns, lock);
  const lacking = models ? modelFindings(spec, lock, objects) : [];
  const strange = foreign.zarf || foreign.hauler ? carriedElsewhere(found.images) : [];
  const all = [...placed([...stale, ...lacking], source), ...found.findings, ...strange];
  // Without a map, or a lock, nothing else is worth reading.
  const first =
    mirrorsOf(spec).length === 0 ? placed([noMap()], source) : lock === undefined ? placed(stale, source) : [];
  const errors = first.length > 0 ? first : all;
  if (errors.length > 0) throw new PlatformError([...findings, ...errors]);
  return { images: found.images, warnings: findings };
}

/** Other tools pull from registries, and know no other store. */
function carriedElsewhere(images: readonly WantedImage[]): Finding[] {
  return images
    .filter(({ from }) => from !== undefined)
    .map(({ from = '' }) =>
      bundleFinding('BUNDLE_MODEL_FOREIGN', from, {
        problem: 'Zarf and Hauler pull from registries, and this model lies in none',
        fix: 'push it to a registry and write oci://…@sha256:…, or leave --zarf and --hauler out',
      }),
    );
}

function noMap(): Finding {
  return bundleFinding('BUNDLE_NO_MIRRORS', 'images.mirrors', {
    problem: 'the spec does not say where the closed network has its images, so the manifests would ask the internet',
    fix: 'add images: { mirrors: [{ source: "*", mirror: registry.internal.example.org/mirror }] }',
  });
}

/** Architectures of the platform's machines. */
function architecturesOf({ pools, target }: PlatformSpec): readonly string[] {
  const found = pools.map((pool) => poolShape(target.kind, pool)?.architecture ?? 'amd64');
  return [...new Set(found)].sort();
}

interface Finish {
  readonly options: MakeBundleOptions;
  readonly drawn: DrawnPlatform;
  readonly architectures: readonly string[];
  readonly fetched: readonly FetchedImage[];
  readonly blobs: { readonly fetched: number; readonly blobs: readonly BundleBlob[] };
  readonly warnings: readonly Finding[];
  readonly older: KnownBundle | undefined;
}

async function finish({
  architectures,
  blobs,
  drawn: { spec },
  fetched,
  older,
  options,
  warnings,
}: Finish): Promise<MadeBundle> {
  const { charts, layers = true, models = true, out, split, tool = true } = options;
  const images = fetched.map(({ image }) => image);
  const manifests = images.flatMap(({ about, manifest, parts }) => [...parts, manifest, ...about]);
  const all = unique([...manifests.map(({ digest, size }): BundleBlob => ({ digest, size })), ...blobs.blobs]);
  const folders = [...Object.values(BUNDLE_FOLDERS), ...(options.foreign?.zarf ? [ZARF_FOLDER] : [])];
  const entries = [...(await entriesOf(out, folders)), ...(await topFiles(out))];
  const index = {
    plinth: plinthVersion(),
    platform: spec.metadata.name,
    environment: spec.metadata.environment,
    architectures,
    ...(older === undefined ? {} : { since: older.digest }),
    layers,
    leftOut: [
      ...(charts === undefined ? ['charts'] : []),
      ...(tool ? [] : ['tool']),
      ...(layers ? [] : ['layers']),
      ...(models ? [] : ['models']),
    ],
    mirrors: mirrorsOf(spec),
    images,
    blobs: all,
    files: entries,
  };
  await new BlobStore(out).keepOnly(all.filter(({ older: away }) => away !== true).map(({ digest }) => digest));
  const volumes = split === undefined ? undefined : await splitBundle(out, index, split);
  const digest = await writeBundleIndex(out, volumes === undefined ? index : { ...index, volumes });
  const size = all.reduce((sum, blob) => sum + (blob.older ? 0 : blob.size), 0);
  return { images, fetched: blobs.fetched, size, digest, volumes: volumes?.length ?? 1, findings: warnings };
}

function unique(blobs: readonly BundleBlob[]): readonly BundleBlob[] {
  return [...new Map(blobs.map((blob) => [blob.digest, blob])).values()].sort((a, b) => (a.digest < b.digest ? -1 : 1));
}
