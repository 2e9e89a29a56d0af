import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { digestOf } from '../../../workspace/digest.ts';

/** A registry in this process: what the distribution interface asks for, and faults on demand. */
export class FakeRegistry {
  readonly #server: Server;
  readonly #blobs = new Map<string, Buffer>();
  /** Repository and blob. */
  readonly #owned = new Set<string>();
  readonly #manifests = new Map<string, { readonly bytes: Buffer; readonly type: string }>();
  readonly #uploads = new Map<string, Buffer>();
  /** Calls so far, as `METHOD path`. */
  public readonly calls: string[] = [];
  /** Bytes of blobs that were given or taken. */
  public moved = 0;
  /** Connection is cut after so many bytes of blobs. @default - never */
  public cutAfter: number | undefined;
  /** Whether a piece of an upload is answered. @default - always */
  public dropPieces = 0;

  private constructor(server: Server) {
    this.#server = server;
  }

  public static async start(): Promise<FakeRegistry> {
    const holder: { registry?: FakeRegistry } = {};
    const server = createServer((request, response) => void holder.registry?.answer(request, response));
    const registry = new FakeRegistry(server);
    holder.registry = registry;
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return registry;
  }

  public get host(): string {
    return `localhost:${(this.#server.address() as AddressInfo).port}`;
  }

  public stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  /** Puts an image with one layer of its own, for some architectures. @returns its digest */
  public image(repository: string, tag: string, layer: Buffer, architectures: readonly string[] = ['amd64']): string {
    const parts = architectures.map((architecture) => {
      const digest = this.#single(repository, Buffer.concat([layer, Buffer.from(architecture)]), architecture);
      const { bytes } = this.#manifests.get(`${repository}@${digest}`) ?? { bytes: Buffer.alloc(0) };
      return { mediaType: MANIFEST, digest, size: bytes.length, platform: { os: 'linux', architecture } };
    });
    const [only] = parts;
    if (parts.length === 1 && only !== undefined) return this.#tag(repository, tag, only.digest);
    return this.#tag(
      repository,
      tag,
      this.put(repository, { schemaVersion: 2, mediaType: INDEX, manifests: parts }, INDEX),
    );
  }

  /** Puts a manifest. @returns its digest */
  public put(repository: string, manifest: object, type = MANIFEST, tag?: string): string {
    const bytes = Buffer.from(JSON.stringify(manifest));
    const digest = digestOf(bytes);
    this.#manifests.set(`${repository}@${digest}`, { bytes, type });
    return tag === undefined ? digest : this.#tag(repository, tag, digest);
  }

  /** Digest under a tag, or of a digest that is there. */
  public digest(repository: string, reference: string): string | undefined {
    const found = this.#manifests.get(`${repository}@${reference}`);
    return found && digestOf(found.bytes);
  }

  /** Takes a manifest away. */
  public forget(repository: string, reference: string): void {
    this.#manifests.delete(`${repository}@${reference}`);
  }

  /** Puts a blob. */
  public blob(repository: string, bytes: Buffer): { readonly digest: string; readonly size: number } {
    const digest = digestOf(bytes);
    this.#blobs.set(digest, bytes);
    this.#owned.add(`${repository}@${digest}`);
    return { digest, size: bytes.length };
  }

  /** Makes the bytes of every layer others than their digest says. */
  public corrupt(): void {
    for (const [digest, bytes] of this.#blobs) this.#blobs.set(digest, Buffer.from(bytes.map((byte) => byte ^ 1)));
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '', 'http://localhost');
    this.calls.push(`${request.method} ${url.pathname}`);
    const [, repository = '', kind = '', rest = ''] =
      /^\/v2\/(.*?)\/(manifests|blobs|referrers)\/(.*)$/.exec(url.pathname) ?? [];
    if (kind === 'manifests') return this.#manifest(request, response, repository, rest);
    if (kind === 'blobs' && rest.startsWith('uploads/'))
      return this.#upload(request, response, repository, rest.slice(8), url);
    if (kind === 'blobs') return this.#giveBlob(request, response, repository, rest);
    response.writeHead(404).end();
  }

  async #manifest(
    request: IncomingMessage,
    response: ServerResponse,
    repository: string,
    reference: string,
  ): Promise<void> {
    if (request.method === 'PUT') {
      const bytes = await bodyOf(request);
      const type = request.headers['content-type'] ?? '';
      const missing = missingIn(
        bytes,
        (digest) => this.#owned.has(`${repository}@${digest}`),
        (digest) => this.#manifests.has(`${repository}@${digest}`),
      );
      if (missing !== undefined) return void response.writeHead(400).end(`MANIFEST_BLOB_UNKNOWN ${missing}`);
      this.#manifests.set(`${repository}@${digestOf(bytes)}`, { bytes, type });
      this.#manifests.set(`${repository}@${reference}`, { bytes, type });
      return void response.writeHead(201).end();
    }
    const found = this.#manifests.get(`${repository}@${reference}`);
    if (found === undefined) return void response.writeHead(404).end();
    response.writeHead(200, { 'content-type': found.type, 'docker-content-digest': digestOf(found.bytes) });
    response.end(request.method === 'HEAD' ? undefined : found.bytes);
  }

  #giveBlob(request: IncomingMessage, response: ServerResponse, repository: string, digest: string): void {
    const bytes = this.#owned.has(`${repository}@${digest}`) ? this.#blobs.get(digest) : undefined;
    if (bytes === undefined) return void response.writeHead(404).end();
    const from = Number(/^bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
    const part = bytes.subarray(from);
    response.writeHead(from === 0 ? 200 : 206, { 'content-length': part.length });
    if (request.method === 'HEAD') return void response.end();
    const room = this.cutAfter === undefined ? part.length : Math.max(0, this.cutAfter - this.moved);
    const sent = part.subarray(0, room);
    this.moved += sent.length;
    if (sent.length === part.length) return void response.end(sent);
    // What was sent before a cut may still arrive.
    response.write(sent, () => void setTimeout(() => response.destroy(), 50));
  }

  async #upload(
    request: IncomingMessage,
    response: ServerResponse,
    repository: string,
    id: string,
    url: URL,
  ): Promise<void> {
    const mount = url.searchParams.get('mount');
    if (mount !== null && this.#owned.has(`${url.searchParams.get('from')}@${mount}`)) {
      this.#owned.add(`${repository}@${mount}`);
      return void response.writeHead(201).end();
    }
    const place = request.method === 'POST' ? randomBytes(4).toString('hex') : id;
    const before = this.#uploads.get(place) ?? Buffer.alloc(0);
    const bytes = Buffer.concat([before, await bodyOf(request)]);
    this.#uploads.set(place, bytes);
    this.moved += bytes.length - before.length;
    const headers = {
      location: `/v2/${repository}/blobs/uploads/${place}`,
      range: `0-${Math.max(0, bytes.length - 1)}`,
    };
    if (request.method === 'PATCH' && this.dropPieces > 0) {
      this.dropPieces -= 1;
      return void response.destroy();
    }
    if (request.method !== 'PUT') return void response.writeHead(request.method === 'GET' ? 204 : 202, headers).end();
    if (digestOf(bytes) !== url.searchParams.get('digest')) return void response.writeHead(400).end('DIGEST_INVALID');
    this.blob(repository, bytes);
    response.writeHead(201).end();
  }

  #single(repository: string, layer: Buffer, architecture: string): string {
    const settings = { os: 'linux', architecture, rootfs: { type: 'layers', diff_ids: [digestOf(layer)] } };
    const config = this.blob(repository, Buffer.from(JSON.stringify(settings)));
    const layers = [{ mediaType: LAYER, ...this.blob(repository, layer) }];
    return this.put(repository, {
      schemaVersion: 2,
      mediaType: MANIFEST,
      config: { mediaType: CONFIG, ...config },
      layers,
    });
  }

  #tag(repository: string, tag: string, digest: string): string {
    const found = this.#manifests.get(`${repository}@${digest}`);
    if (found !== undefined) this.#manifests.set(`${repository}@${tag}`, found);
    return digest;
  }
}

export const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';
const INDEX = 'application/vnd.oci.image.index.v1+json';
const CONFIG = 'application/vnd.oci.image.config.v1+json';
const LAYER = 'application/vnd.oci.image.layer.v1.tar';

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** What a manifest names and the registry has not: real ones refuse it too. */
function missingIn(
  bytes: Buffer,
  hasBlob: (digest: string) => boolean,
  hasManifest: (digest: string) => boolean,
): string | undefined {
  const {
    config,
    layers = [],
    manifests = [],
  } = JSON.parse(bytes.toString('utf8')) as Record<string, never> & {
    config?: { digest: string };
    layers?: { digest: string }[];
    manifests?: { digest: string }[];
  };
  const blobs = [...(config === undefined ? [] : [config]), ...layers].map(({ digest }) => digest);
  return (
    blobs.find((digest) => !hasBlob(digest)) ??
    manifests.map(({ digest }) => digest).find((digest) => !hasManifest(digest))
  );
}
