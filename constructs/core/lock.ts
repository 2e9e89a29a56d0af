/** One rendered object of an add-on, as `plinth lock` wrote it. */
export interface LockedObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly [key: string]: unknown };
  readonly [key: string]: unknown;
}

/** An object of a chart that helm would run around an installation or an upgrade, and Plinth applies as an ordinary one. */
export interface ChartHook {
  /** Kind of the object. */
  readonly kind: string;
  /** Name of the object. */
  readonly name: string;
  /** Occasions at which helm would run it, such as `pre-install`. */
  readonly on: readonly string[];
}

/** What one add-on really contains. */
export interface LockedAddOn {
  /** Name of the component. */
  readonly component: string;
  /** Version that was rendered, without a leading `v`. */
  readonly version: string;
  /** Version of its chart, where the spec named one. @default - the one that belongs to the version */
  readonly chart?: string;
  /** SHA-256 of the chart archive or folder. */
  readonly digest: string;
  /** SHA-256 of the values it was rendered with; a lock made for other values is stale. */
  readonly valuesDigest: string;
  /** Custom resource definitions. */
  readonly crds: readonly LockedObject[];
  /** Everything else, in the order of the chart. */
  readonly objects: readonly LockedObject[];
  /** Which of them are hooks of the chart. @default - none */
  readonly hooks?: readonly ChartHook[];
}

/** A file of a model, in the store that it comes from. */
export interface LockedModelFile {
  /** Path below the model; empty where the model is this one file. */
  readonly path: string;
  /** Unit: bytes. */
  readonly size: number;
  /** What the store calls its content: `sha256:` or `git:` and a digest on Hugging Face, the entity tag in S3. */
  readonly etag: string;
}

/** Files of a model that are one layer of its artefact. */
export interface LockedModelLayer {
  /** SHA-256 of the layer, as `sha256:` and 64 characters. */
  readonly digest: string;
  /** Unit: bytes. */
  readonly size: number;
  /** What is in it. */
  readonly files: readonly LockedModelFile[];
}

/** A model of another store as an artefact of a registry: a closed network has it there. */
export interface LockedModel {
  /** Digest of its manifest. */
  readonly digest: string;
  /** What it consists of. */
  readonly layers: readonly LockedModelLayer[];
  /** Its licence, as its makers name it. @default - not known */
  readonly licence?: string;
}

/** What all add-ons of a platform contain, and the digest of every image. Lives in the user's folder, never in the product. */
export interface Lock {
  /** Add-ons by the name of their component. */
  readonly addOns: Readonly<Record<string, LockedAddOn>>;
  /** Image reference to its digest; absent where it could not be had. */
  readonly images: Readonly<Record<string, string>>;
  /** Address of a model, as the spec names it, to what is carried of it. @default - none is carried */
  readonly models?: Readonly<Record<string, LockedModel>>;
}
