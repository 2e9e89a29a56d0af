/** Where an image lies. */
interface ImageReference {
  readonly registry: string;
  readonly repository: string;
  readonly reference: string;
}

/** Kinds of manifest that a digest may be of; an index covers all architectures, so it is preferred. */
const ACCEPT = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');
/** Longest wait for a registry. Unit: milliseconds. */
const PATIENCE = 15_000;

/**
 * Asks an image's registry for its digest, anonymously.
 *
 * @returns the digest, or why it could not be had; never a guess
 */
export async function imageDigest(
  image: string,
  signal?: AbortSignal,
): Promise<{ readonly digest: string } | { readonly because: string }> {
  const pinned = /@(sha256:[0-9a-f]{64})$/.exec(image)?.[1];
  if (pinned !== undefined) return { digest: pinned };
  const { reference, registry, repository } = referenceOf(image);
  const scheme = /^(localhost|127\.0\.0\.1)(:|$)/.test(registry) ? 'http' : 'https';
  const url = `${scheme}://${registry}/v2/${repository}/manifests/${reference}`;
  try {
    const answer = await ask(url, undefined, signal);
    const final = answer.status === 401 ? await ask(url, await token(answer, signal), signal) : answer;
    const digest = final.headers.get('docker-content-digest');
    return final.ok && digest !== null ? { digest } : { because: `${registry} answered ${final.status}` };
  } catch (error) {
    return { because: `${registry} could not be reached (${reasonOf(error)})` };
  }
}

/** Reads a reference the way container runtimes do: Docker Hub where no host is named, `latest` where no tag is. */
export function referenceOf(image: string): ImageReference {
  const [first = '', ...rest] = image.split('/');
  const hosted = rest.length > 0 && (first.includes('.') || first.includes(':') || first === 'localhost');
  const registry = hosted ? first : 'docker.io';
  const path = hosted ? rest.join('/') : `${rest.length === 0 ? 'library/' : ''}${image}`;
  const [, repository = path, reference = 'latest'] = /^(.*?)(?:[:@]((?:sha256:)?[^/:]+))?$/.exec(path) ?? [];
  return { registry: registry === 'docker.io' ? 'registry-1.docker.io' : registry, repository, reference };
}

function ask(url: string, bearer: string | undefined, signal: AbortSignal | undefined): Promise<Response> {
  const limit = AbortSignal.timeout(PATIENCE);
  return fetch(url, {
    method: 'HEAD',
    headers: { accept: ACCEPT, ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }) },
    signal: signal === undefined ? limit : AbortSignal.any([signal, limit]),
  });
}

/** Fetches the anonymous token that a registry's challenge asks for. */
async function token(challenged: Response, signal: AbortSignal | undefined): Promise<string | undefined> {
  const challenge = challenged.headers.get('www-authenticate') ?? '';
  const field = (name: string) => new RegExp(`${name}="([^"]*)"`).exec(challenge)?.[1];
  const realm = field('realm');
  if (realm === undefined) return undefined;
  const url = new URL(realm);
  for (const name of ['service', 'scope']) url.searchParams.set(name, field(name) ?? '');
  const answer = (await (await fetch(url, { signal: signal ?? AbortSignal.timeout(PATIENCE) })).json()) as {
    token?: string;
    access_token?: string;
  };
  return answer.token ?? answer.access_token;
}

function reasonOf(error: unknown): string {
  const { cause, message, name } = error as Error & { cause?: { code?: string } };
  return cause?.code ?? (name === 'TimeoutError' ? 'no answer' : message);
}
