import { createHash } from 'node:crypto';
import { mirroredImage } from './image-mirrors.ts';
import { type ImageMirror, mirrorsOf } from './images.ts';
import type { PlatformSpec } from './platform.ts';

/** Stores that models are carried from, and the registry that stands for each in the map of mirrors. */
export const MODEL_REGISTRIES = { hf: 'huggingface.co', s3: 's3.amazonaws.com' } as const;

/** A model of Hugging Face, or of S3. */
export type ModelAddress =
  | {
      readonly kind: 'hf';
      /** Owner and name. */
      readonly repository: string;
      /** Commit, branch or tag. @default - none is named */
      readonly revision?: string;
    }
  | {
      readonly kind: 's3';
      readonly bucket: string;
      /** A folder, or one object. */
      readonly key: string;
    };

/** Takes the address of a model apart. Pure. @returns nothing where it lies in neither store */
export function modelAddress(model: string): ModelAddress | undefined {
  const [, repository, revision] = /^hf:\/\/([\w.-]+\/[\w.-]+)(?::([\w./-]+))?$/.exec(model) ?? [];
  if (repository !== undefined) return { kind: 'hf', repository, ...(revision === undefined ? {} : { revision }) };
  const [, bucket, key] = /^s3:\/\/([a-z0-9][a-z0-9.-]+)\/(.+?)\/?$/.exec(model) ?? [];
  return bucket === undefined || key === undefined ? undefined : { kind: 's3', bucket, key };
}

/** Whether an address of Hugging Face names a commit: a branch or a tag stands for something else tomorrow. */
export function isCommit(revision: string | undefined): boolean {
  return /^[0-9a-f]{40}$/.test(revision ?? '');
}

/** A model that a lock knows: it is carried as an artefact with this digest. */
interface KnownModel {
  readonly digest: string;
}

/**
 * Name that a model of another store has as an artefact of a registry, before the map of mirrors renames it: the store’s registry,
 * its own path, and its commit or the beginning of its digest as the tag. What no registry takes in a name is written otherwise, with
 * a few digits of what it was. Pure.
 */
export function modelArtefact(address: ModelAddress, { digest }: KnownModel): string {
  const [path, tag] =
    address.kind === 'hf'
      ? [pathOf(address.repository.toLowerCase()), address.revision]
      : [pathOf(`${address.bucket}/${address.key}`), digest.slice('sha256:'.length, 'sha256:'.length + 12)];
  return `${MODEL_REGISTRIES[address.kind]}/${path}:${tag}@${digest}`;
}

/** Whether a model is one that a closed network gets as an artefact: it lies in another store, and the map of mirrors has a place for it. Pure. */
export function isCarried(model: string, spec: Pick<PlatformSpec, 'images'>): boolean {
  const address = modelAddress(model);
  if (address === undefined) return false;
  const artefact = `${MODEL_REGISTRIES[address.kind]}/model:any`;
  return mirroredImage(artefact, mirrorsOf(spec)) !== artefact;
}

/** Where an endpoint’s model lies once it was carried over. Pure. @returns the address as it was given where the map or the lock does not know it */
function carriedModel(
  model: string,
  models: Readonly<Record<string, KnownModel>>,
  mirrors: readonly ImageMirror[],
): string {
  const address = modelAddress(model);
  const known = models[model];
  if (address === undefined || known === undefined) return model;
  const artefact = modelArtefact(address, known);
  return mirroredImage(artefact, mirrors) === artefact ? model : `oci://${artefact}`;
}

/** The spec with the models that a lock knows as artefacts of a registry, wherever an endpoint names one. Pure. */
export function withCarriedModels(
  spec: PlatformSpec,
  models: Readonly<Record<string, KnownModel>> | undefined,
): PlatformSpec {
  const { images, serving } = spec;
  if (serving === undefined || images === undefined || models === undefined) return spec;
  const endpoints = serving.endpoints.map((endpoint) =>
    endpoint.model === undefined
      ? endpoint
      : { ...endpoint, model: carriedModel(endpoint.model, models, images.mirrors) },
  );
  return { ...spec, serving: { ...serving, endpoints } };
}

/** A path of which each part is one that a repository may have. */
function pathOf(path: string): string {
  const parts = path
    .toLowerCase()
    .split('/')
    .map((part) =>
      part.replace(/[^a-z0-9]+/g, (run) => (/^[._-]$/.test(run) ? run : '-')).replace(/^[._-]+|[._-]+$/g, ''),
    );
  const plain = parts.map((part) => part || 'x').join('/');
  return plain === path ? plain : `${plain}-${createHash('sha256').update(path).digest('hex').slice(0, 8)}`;
}
