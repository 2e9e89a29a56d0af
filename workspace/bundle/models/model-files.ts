import type { LockedModelFile } from '../../../constructs/core/index.ts';
import { bundleError } from '../bundle-error.ts';
import { fetchInTime, type Patience, reasonOf, triedAgain } from '../patient-fetch.ts';

/** How stores of models are reached. */
export interface ModelAccess extends Patience {
  /** Hugging Face, or a mirror of it. @default - the public one, nobody in particular */
  readonly huggingFace?: {
    /** @default 'https://huggingface.co' */
    readonly endpoint?: string;
    /** Never printed. */
    readonly token?: string;
  };
  /** A store that speaks S3. @default - that of AWS, nobody in particular */
  readonly s3?: {
    /** @default - AWS’s own of the region */
    readonly endpoint?: string;
    /** @default 'us-east-1' */
    readonly region?: string;
    /** Who asks. @default - nobody in particular: unsigned */
    readonly account?: S3Account;
  };
}

/** Who asks a store that speaks S3. */
export interface S3Account {
  readonly accessKeyId: string;
  /** Never printed. */
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** Files of one model where they come from. */
export interface ModelStore {
  /** Every file, by path. */
  list(): Promise<readonly LockedModelFile[]>;
  /** Bytes of a file from a place on. @returns where they really begin: at 0 if the store gives the whole only */
  open(file: LockedModelFile, from: number): Promise<OpenedFile>;
  /** Licence of the model, as its makers name it. @returns nothing where the store does not know it */
  licence(): Promise<string | undefined>;
}

/** Bytes of a file of a model. */
export interface OpenedFile {
  readonly from: number;
  readonly body: AsyncIterable<Uint8Array>;
}

/** Asks a store; an answer that is no good is a finding about the model. */
export type Ask = (url: string, headers?: Readonly<Record<string, string>>) => Promise<Response>;

/** Opens a file from its answer; a store that gives the whole only is told by its status. */
export function openedFile(answer: Response, from: number): OpenedFile {
  return { from: answer.status === 206 ? from : 0, body: answer.body ?? (async function* () {})() };
}

/** Asks the store of a model again after a cut, and with a finding where it does not give what it is asked for. */
export function askerOf(model: string, { patience, wait }: Patience): Ask {
  return async (url, headers = {}) => {
    const answer = await triedAgain(() => fetchInTime(url, { headers }, patience), wait);
    if (answer instanceof Error) throw unreached(model, url, answer);
    if (answer.ok) return answer;
    const words = (await answer.text().catch(() => '')).replace(/\s+/g, ' ').slice(0, 200);
    throw refused(model, url, { status: answer.status, words });
  };
}

function refused(model: string, url: string, { status, words }: { readonly status: number; readonly words: string }) {
  const { host, pathname } = new URL(url);
  const problem = `${host} answered ${status} for ${pathname}${words === '' ? '' : `: ${words}`}`;
  if (status === 412)
    return bundleError('BUNDLE_MODEL_CHANGED', model, {
      problem: `${host} has another file by now at ${pathname}`,
      fix: 'run `plinth bundle models` again: the lock then has what is there now',
    });
  if (status === 404)
    return bundleError('BUNDLE_MODEL_MISSING', model, {
      problem,
      fix: 'check the address in the spec, and which store is asked (HF_ENDPOINT, AWS_ENDPOINT_URL_S3)',
    });
  if (status === 401 || status === 403)
    return bundleError('BUNDLE_MODEL_DENIED', model, {
      problem,
      fix: 'give an account that may read it: HF_TOKEN, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; some models also ask you to accept their terms first',
    });
  return bundleError('BUNDLE_MODEL_STORE_FAILED', model, {
    problem,
    fix: 'look into the store’s log, and run it again',
  });
}

function unreached(model: string, url: string, error: Error) {
  return bundleError('BUNDLE_MODEL_STORE_GONE', model, {
    problem: `${new URL(url).host} does not answer (${reasonOf(error)})`,
    fix: 'check the network and the address of the store (HF_ENDPOINT, AWS_ENDPOINT_URL_S3), and run it again: what was had is kept',
  });
}
