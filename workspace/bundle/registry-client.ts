import { digestOf } from '../digest.ts';
import { bundleError } from './bundle-error.ts';
import { fetchInTime, type Patience, reasonOf, TRY_AGAIN, triedAgain } from './patient-fetch.ts';
import type { Credentials } from './registry-credentials.ts';
import { authorizationFor } from './registry-token.ts';

/** How registries are reached. */
export interface RegistryAccess extends Patience {
  /** Who asks. @default - nobody in particular */
  readonly credentials?: Credentials;
}

/** A manifest as a registry keeps it. */
export interface RegistryManifest {
  readonly bytes: Buffer;
  readonly mediaType: string;
  readonly digest: string;
}

/** One call of the distribution API. */
interface Call {
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'PATCH';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  /** Rights that a token must have, as `pull` or `pull,push`. */
  readonly rights: string;
  readonly repository: string;
}

/** Kinds of manifest that are taken as they are. */
const MANIFESTS = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');
/** Most bytes of a manifest: the distribution specification asks registries to take 4 MiB. */
const LARGEST_MANIFEST = 4 * 1_024 * 1_024;
/** Piece of an upload. A cut costs at most this much. Unit: bytes. */
const UPLOAD_PIECE = 16 * 1_024 * 1_024;

/**
 * One registry, over its HTTP interface (OCI distribution 1.1): what a bundle is made from and where it is put.
 *
 * Calls that do the same twice are tried again after a cut; an upload asks how far it came and goes on from there.
 */
export class RegistryClient {
  /** Host, with the port where one is named. */
  public readonly host: string;
  readonly #access: RegistryAccess;
  readonly #root: string;
  readonly #tokens = new Map<string, string>();

  public constructor(host: string, access: RegistryAccess = {}) {
    this.host = host;
    this.#access = access;
    const scheme = /^(localhost|127\.0\.0\.1|\[::1\])(:|$)/.test(host) ? 'http' : 'https';
    this.#root = `${scheme}://${host === 'docker.io' ? 'registry-1.docker.io' : host}/v2`;
  }

  /** A manifest by tag or digest; its bytes have that digest. @returns nothing where there is none */
  public async manifest(repository: string, reference: string): Promise<RegistryManifest | undefined> {
    const url = `${this.#root}/${repository}/manifests/${reference}`;
    const answer = await this.#call({ method: 'GET', url, headers: { accept: MANIFESTS }, rights: 'pull', repository });
    if (answer.status === 404) return gone(answer);
    await this.#expect(answer, repository);
    const bytes = Buffer.from(await answer.arrayBuffer());
    const digest = digestOf(bytes);
    if (bytes.length > LARGEST_MANIFEST || (reference.startsWith('sha256:') && digest !== reference))
      throw bundleError('BUNDLE_DIGEST_DIFFERS', `${this.host}/${repository}`, {
        problem: `asked for ${reference}, the registry gave ${bytes.length} bytes with the digest ${digest}`,
        fix: 'do not trust this registry, or what lies between; ask where the image comes from',
      });
    return { bytes, digest, mediaType: answer.headers.get('content-type')?.split(';')[0] ?? '' };
  }

  /** Whether a manifest is there. */
  public async hasManifest(repository: string, reference: string): Promise<boolean> {
    const url = `${this.#root}/${repository}/manifests/${reference}`;
    const answer = await this.#call({
      method: 'HEAD',
      url,
      headers: { accept: MANIFESTS },
      rights: 'pull',
      repository,
    });
    return answer.ok;
  }

  /** Whether a blob is there, with its size. */
  public async hasBlob(repository: string, digest: string, size: number): Promise<boolean> {
    const url = `${this.#root}/${repository}/blobs/${digest}`;
    const answer = await this.#call({ method: 'HEAD', url, rights: 'pull', repository });
    return answer.ok && Number(answer.headers.get('content-length') ?? size) === size;
  }

  /** Bytes of a blob from a place on. @returns where they really begin: at 0 if the registry gives the whole only */
  public async blob(
    repository: string,
    digest: string,
    from: number,
  ): Promise<{ readonly from: number; readonly body: AsyncIterable<Uint8Array> }> {
    const url = `${this.#root}/${repository}/blobs/${digest}`;
    const headers: Record<string, string> = from === 0 ? {} : { range: `bytes=${from}-` };
    const answer = await this.#call({ method: 'GET', url, headers, rights: 'pull', repository });
    if (answer.status === 404) {
      await answer.body?.cancel();
      throw bundleError('BUNDLE_BLOB_MISSING', `${this.host}/${repository}`, {
        problem: `its manifest names ${digest}, which the registry does not have`,
        fix: 'push the image again to where it comes from, or name another in the spec',
      });
    }
    await this.#expect(answer, repository);
    return { from: answer.status === 206 ? from : 0, body: answer.body ?? (async function* () {})() };
  }

  /** Manifests that say they are about another, such as signatures; the registry's own list, or the list under the fallback tag. */
  public async referrers(repository: string, digest: string): Promise<readonly string[]> {
    const url = `${this.#root}/${repository}/referrers/${digest}`;
    const answer = await this.#call({ method: 'GET', url, headers: { accept: MANIFESTS }, rights: 'pull', repository });
    if (answer.ok) return digestsOf(await answer.text());
    await answer.body?.cancel();
    const list = await this.manifest(repository, digest.replace(':', '-'));
    return list === undefined ? [] : digestsOf(list.bytes.toString('utf8'));
  }

  /** Puts a manifest under a tag or its digest. */
  public async putManifest(
    repository: string,
    reference: string,
    { bytes, mediaType }: Omit<RegistryManifest, 'digest'>,
  ): Promise<void> {
    const url = `${this.#root}/${repository}/manifests/${reference}`;
    const headers = { 'content-type': mediaType };
    const answer = await this.#call({ method: 'PUT', url, headers, body: bytes, rights: 'pull,push', repository });
    await this.#expect(answer, repository);
    await answer.body?.cancel();
  }

  /**
   * Puts a blob, piece by piece; after a cut it goes on where the registry says it is.
   *
   * @param read - bytes of the blob from one place to another
   */
  public async putBlob(
    repository: string,
    { digest, size }: { readonly digest: string; readonly size: number },
    read: (from: number, to: number) => Promise<Uint8Array>,
  ): Promise<void> {
    const rights = 'pull,push';
    const opened = await this.#call({
      method: 'POST',
      url: `${this.#root}/${repository}/blobs/uploads/`,
      rights,
      repository,
    });
    await this.#expect(opened, repository);
    let place = this.#placeOf(opened);
    for (let from = 0; from < size; ) {
      const piece = await read(from, Math.min(from + UPLOAD_PIECE, size));
      const sent = await this.#piece({ repository, place, from, piece });
      place = sent.place;
      from = sent.next;
    }
    const end = new URL(place);
    end.searchParams.set('digest', digest);
    const closed = await this.#call({ method: 'PUT', url: end.href, rights, repository });
    await this.#expect(closed, repository);
    await closed.body?.cancel();
  }

  /** Takes a blob over from another repository of the registry. @returns whether the registry did */
  public async mountBlob(repository: string, digest: string, from: string): Promise<boolean> {
    const url = `${this.#root}/${repository}/blobs/uploads/?${new URLSearchParams({ mount: digest, from })}`;
    const answer = await this.#call({ method: 'POST', url, rights: 'pull,push', repository });
    await answer.body?.cancel();
    return answer.status === 201;
  }

  async #piece({
    from,
    piece,
    place,
    repository,
  }: {
    repository: string;
    place: string;
    from: number;
    piece: Uint8Array;
  }) {
    const headers = {
      'content-type': 'application/octet-stream',
      'content-range': `${from}-${from + piece.length - 1}`,
    };
    const rights = 'pull,push';
    const sent = await this.#send({ method: 'PATCH', url: place, headers, body: piece, rights, repository }).catch(
      () => undefined,
    );
    if (sent?.status === 202) return { place: this.#placeOf(sent), next: from + piece.length };
    await sent?.body?.cancel();
    // Cut, or out of step: the registry knows how much it has.
    const asked = await this.#call({ method: 'GET', url: place, rights, repository });
    await this.#expect(asked, repository);
    const last = /-(\d+)$/.exec(asked.headers.get('range') ?? '')?.[1];
    const has = last === undefined || (last === '0' && from === 0) ? 0 : Number(last) + 1;
    if (has < from || (sent !== undefined && !TRY_AGAIN.includes(sent.status) && sent.status !== 416))
      throw bundleError('BUNDLE_UPLOAD_REFUSED', `${this.host}/${repository}`, {
        problem: `the registry refused a piece at byte ${from}${sent === undefined ? '' : ` with ${sent.status}`}`,
        fix: 'look into the registry’s log; run it again, and what is there already is not sent',
      });
    return { place: this.#placeOf(asked, place), next: has };
  }

  #placeOf(answer: Response, otherwise?: string): string {
    const location = answer.headers.get('location') ?? otherwise;
    return new URL(location ?? '', this.#root).href;
  }

  async #expect(answer: Response, repository: string): Promise<void> {
    if (answer.ok) return;
    const words = (await answer.text().catch(() => '')).replace(/\s+/g, ' ').slice(0, 200);
    const denied = answer.status === 401 || answer.status === 403;
    throw bundleError(denied ? 'BUNDLE_REGISTRY_DENIED' : 'BUNDLE_REGISTRY_FAILED', `${this.host}/${repository}`, {
      problem: `the registry answered ${answer.status}${words === '' ? '' : `: ${words}`}`,
      fix: denied
        ? `docker login ${this.host}, with an account that may`
        : 'look into the registry’s log, and run it again',
    });
  }

  /** A call that is tried again after a cut, with a token where the registry asks for one. */
  async #call(call: Call): Promise<Response> {
    const answer = await triedAgain(() => this.#send(call), this.#access.wait);
    return answer instanceof Error ? this.#unreached(call.repository, answer) : answer;
  }

  async #send(call: Call): Promise<Response> {
    const scope = `repository:${call.repository}:${call.rights}`;
    const first = await this.#request(call, this.#tokens.get(scope));
    if (first.status !== 401) return first;
    const authorization = await authorizationFor(
      first.headers.get('www-authenticate') ?? '',
      scope,
      await this.#access.credentials?.(this.host),
    );
    await first.body?.cancel();
    if (authorization === undefined) return new Response(null, { status: 401 });
    this.#tokens.set(scope, authorization);
    return this.#request(call, authorization);
  }

  #request({ body, headers, method, url }: Call, authorization: string | undefined): Promise<Response> {
    const all = { ...headers, ...(authorization === undefined ? {} : { authorization }) };
    const init = { method, headers: all, body: body as Uint8Array<ArrayBuffer> | undefined };
    return fetchInTime(url, init, this.#access.patience);
  }

  #unreached(repository: string, error: Error): never {
    throw bundleError('BUNDLE_REGISTRY_GONE', `${this.host}/${repository}`, {
      problem: `the registry does not answer (${reasonOf(error)})`,
      fix: 'check the network and the name of the registry, and run it again: what was had is kept',
    });
  }
}

async function gone(answer: Response): Promise<undefined> {
  await answer.body?.cancel();
  return undefined;
}

function digestsOf(index: string): readonly string[] {
  try {
    const { manifests = [] } = JSON.parse(index) as { manifests?: readonly { digest: string }[] };
    return manifests.map(({ digest }) => digest);
  } catch {
    return [];
  }
}
