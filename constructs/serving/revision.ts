import type { EndpointSpec } from '../../spec/serving.ts';

/** One state of an endpoint: a model, what serves it, and its part of the requests. */
export interface Revision {
  /** Number of the release; 0 is the model that the spec itself names. At most 999,999. */
  readonly number: number;
  /** What is served. */
  readonly model: {
    /** Where it lies: `oci://registry/team/model@sha256:…`, an address of the object store, or a folder of the team's bucket. */
    readonly uri: string;
    /** Its digest, `sha256:…`. @default - nobody has said it: the model of a spec without a release */
    readonly digest?: string;
  };
  /** Image of the server, by digest. @default - the catalogue's for the format */
  readonly runtimeImage?: string;
  /** Its part of the requests; all of an endpoint add up to 100. Unit: per cent. */
  readonly weight: number;
  /** Requests with all of these headers go to it, whatever its weight. @default - none */
  readonly headers?: Readonly<Record<string, string>>;
  /** Digest of the release's document. @default - it is not released */
  readonly release?: string;
  /** Who signed the model, one of the spec's `releases.signers`. @default - nobody did */
  readonly signer?: string;
  /** Arguments of the server, after those of the endpoint. @default - none */
  readonly args?: readonly string[];
}

/** Labels of everything that belongs to an endpoint, its pods included. */
export const ENDPOINT_LABELS = { endpoint: 'plinth.dev/endpoint', revision: 'plinth.dev/revision' } as const;

/** Header by which a revision of a language endpoint is asked while several share its requests by weight: `r3`. */
export const REVISION_HEADER = 'x-plinth-revision';

/** Annotations of each revision's object: which release and which model it is. */
export const REVISION_ANNOTATIONS = {
  release: 'plinth.dev/release',
  modelDigest: 'plinth.dev/model-digest',
} as const;

/** Name of a revision's objects: `defects-r3`. */
export function revisionName({ name }: Pick<EndpointSpec, 'name'>, revision: Pick<Revision, 'number'>): string {
  return `${name}-${revisionValue(revision)}`;
}

/** What labels and headers call a revision: `r3`. */
export function revisionValue({ number }: Pick<Revision, 'number'>): string {
  return `r${number}`;
}

/** Labels of a revision's objects and pods. */
export function revisionLabels({ name }: Pick<EndpointSpec, 'name'>, revision: Pick<Revision, 'number'>) {
  return { [ENDPOINT_LABELS.endpoint]: name, [ENDPOINT_LABELS.revision]: revisionValue(revision) };
}

/** Which release and which model an object stands for. */
export function revisionAnnotations({ model, release }: Revision): Record<string, string> {
  return {
    ...(release === undefined ? {} : { [REVISION_ANNOTATIONS.release]: release }),
    ...(model.digest === undefined ? {} : { [REVISION_ANNOTATIONS.modelDigest]: model.digest }),
  };
}

/** Whether a revision gets any requests at all; one that gets none keeps its objects, for the way back, and no pods. */
export function isAsked({ headers, weight }: Revision): boolean {
  return weight > 0 || Object.keys(headers ?? {}).length > 0;
}
