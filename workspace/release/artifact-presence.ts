import type { Dataset } from '../../spec/dataset.ts';

/** Whether something is still where a release says. */
export type Presence =
  | { readonly state: 'there' }
  | { readonly state: 'gone'; readonly because: string }
  | { readonly state: 'not asked'; readonly because: string };

/** Asks whether a version of a dataset is still there. */
export type DatasetResolver = (dataset: Dataset) => Promise<Presence>;

/** Longest wait for an answer. Unit: milliseconds. */
export const PATIENCE = 15_000;

/** How registries and web servers are asked. */
export interface Asking {
  /** How the web is reached. @default fetch */
  readonly request?: typeof fetch;
  /** Longest wait for an answer. Unit: milliseconds. @default 15000 */
  readonly patience?: number;
}

/** Asks nobody. */
export const askNobody: DatasetResolver = async () => ({
  state: 'not asked',
  because: 'nobody was asked (--ask does)',
});

/**
 * Asks registries and web servers with HEAD; what needs a sign-in or another protocol is said to be not asked.
 */
export function askByHttp({ patience = PATIENCE, request = fetch }: Asking = {}): DatasetResolver {
  return async (dataset) => {
    const url = addressOf(dataset);
    if (url === undefined)
      return { state: 'not asked', because: `a dataset of the kind ${dataset.kind} is not asked for over HTTP` };
    try {
      const { status } = await request(url, {
        method: 'HEAD',
        headers: { accept: 'application/vnd.oci.image.manifest.v1+json, application/vnd.oci.image.index.v1+json, */*' },
        signal: AbortSignal.timeout(patience),
      });
      if (status < 300) return { state: 'there' };
      const because = `${new URL(url).host} answered ${status}`;
      return status === 404 || status === 410 ? { state: 'gone', because } : { state: 'not asked', because };
    } catch (error) {
      return { state: 'not asked', because: unreached(new URL(url).host, error) };
    }
  };
}

function addressOf({ kind, uri, version }: Dataset): string | undefined {
  if (kind === 'oci') {
    const [, host = '', repository = ''] = /^oci:\/\/([^/]+)\/([^:@]+)/.exec(uri) ?? [];
    return `${schemeOf(host)}://${host}/v2/${repository}/manifests/${version}`;
  }
  if (kind !== 'objectVersion' || !uri.startsWith('https://')) return undefined;
  const url = new URL(uri);
  url.searchParams.set('versionId', version);
  return url.href;
}

/** Why there was no answer, in words: `fetch` itself says only that it failed. */
export function unreached(host: string, error: unknown): string {
  const { cause, message } = error as Error;
  return `${host} could not be reached: ${cause instanceof Error ? cause.message || message : message}`;
}

/** A registry on this machine has no certificate. */
export function schemeOf(host: string): 'http' | 'https' {
  return /^(localhost|127\.0\.0\.1)(:|$)/.test(host) ? 'http' : 'https';
}
