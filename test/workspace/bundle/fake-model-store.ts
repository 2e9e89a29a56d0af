import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Files of one model, by path. */
export type Files = Record<string, Buffer>;

/** The account that the store in this process takes. */
export const ACCOUNT = { accessKeyId: 'AKIA', secretAccessKey: 'secret/key' };

/** Hugging Face and S3 in this process: what is asked of both, and faults on demand. */
export class FakeModelStore {
  readonly #server: Server;
  /** Where both are reached; S3 below `/s3`. */
  public address = '';
  /** Models of Hugging Face, as `owner/name@commit`. */
  public readonly models = new Map<string, Files>();
  /** Objects of S3, as `bucket/key`. */
  public readonly objects = new Map<string, Buffer>();
  /** Bytes of files that were given. */
  public moved = 0;
  /** Connection is cut after so many bytes of files. @default - never */
  public cutAfter: number | undefined;
  /** Whether ranges are given; some stores between give the whole only. */
  public ranges = true;
  /** A path whose bytes are others than their digest says. @default - none */
  public altered: string | undefined;
  /** Requests for S3 whose signature was wrong. */
  public readonly unsigned: string[] = [];

  private constructor(server: Server) {
    this.#server = server;
  }

  public static async start(): Promise<FakeModelStore> {
    const holder: { store?: FakeModelStore } = {};
    const server = createServer((request, response) => holder.store?.answer(request, response));
    const store = new FakeModelStore(server);
    holder.store = store;
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    store.address = `http://localhost:${(server.address() as AddressInfo).port}`;
    return store;
  }

  public stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  answer(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '', this.address);
    const path = decodeURIComponent(url.pathname);
    if (path.startsWith('/s3/')) {
      this.#s3(request, response, url, path.slice('/s3/'.length));
      return;
    }
    const [, model = '', part, commit = '', file = ''] =
      /^\/(?:api\/models\/)?([^/]+\/[^/]+)\/(tree|revision|resolve|cdn)\/(\w+)\/?(.*)$/.exec(path) ?? [];
    const files = this.models.get(`${model}@${commit}`);
    if (files === undefined) return void response.writeHead(404).end('Repository not found');
    if (part === 'tree') this.#tree(response, files, url);
    else if (part === 'revision') response.end(JSON.stringify({ cardData: { license: 'apache-2.0' } }));
    else if (part === 'resolve')
      // Large files lie elsewhere, as they do there.
      response.writeHead(302, { location: url.pathname.replace('/resolve/', '/cdn/') }).end();
    else this.#give(request, response, file, files[file]);
  }

  /** Two files a page. */
  #tree(response: ServerResponse, files: Files, url: URL): void {
    const from = Number(url.searchParams.get('cursor') ?? 0);
    const all = Object.entries(files).map(([path, bytes]) => ({
      ...{ type: 'file', path, size: bytes.length, oid: digest('sha1', Buffer.concat([gitHead(bytes), bytes])) },
      ...(bytes.length > 1_000 ? { lfs: { oid: digest('sha256', bytes), size: bytes.length, pointerSize: 134 } } : {}),
    }));
    url.searchParams.set('cursor', `${from + 2}`);
    const more =
      from + 2 < all.length ? { link: `<http://elsewhere.invalid${url.pathname}${url.search}>; rel="next"` } : {};
    const folder = { type: 'directory', path: 'folder', size: 0, oid: '0' };
    response.writeHead(200, more).end(JSON.stringify([folder, ...all.slice(from, from + 2)]));
  }

  #s3(request: IncomingMessage, response: ServerResponse, url: URL, path: string): void {
    if (!isSigned(request, url)) {
      this.unsigned.push(url.href);
      return void response.writeHead(403).end('SignatureDoesNotMatch');
    }
    const bytes = this.objects.get(path);
    if (url.searchParams.has('list-type')) this.#list(response, url, path);
    else if (bytes !== undefined && request.headers['if-match'] !== etag(bytes)) response.writeHead(412).end();
    else this.#give(request, response, path, bytes);
  }

  /** Two objects a page. */
  #list(response: ServerResponse, url: URL, bucket: string): void {
    const from = Number(url.searchParams.get('continuation-token') ?? 0);
    const prefix = `${bucket}/${url.searchParams.get('prefix')}`;
    const all = [...this.objects].filter(([key]) => key.startsWith(prefix)).sort();
    const entries = all.slice(from, from + 2).map(([key, bytes]) => {
      const name = encodeURIComponent(key.slice(bucket.length + 1)).replaceAll('%2F', '/');
      return `<Contents><Key>${name}</Key><ETag>${etag(bytes).replaceAll('"', '&quot;')}</ETag><Size>${bytes.length}</Size></Contents>`;
    });
    const more = from + 2 < all.length ? `<NextContinuationToken>${from + 2}</NextContinuationToken>` : '';
    response.end(
      `<?xml version="1.0"?><ListBucketResult><EncodingType>url</EncodingType>${more}${entries.join('')}</ListBucketResult>`,
    );
  }

  #give(request: IncomingMessage, response: ServerResponse, path: string, bytes: Buffer | undefined): void {
    if (bytes === undefined) return void response.writeHead(404).end();
    const from = this.ranges ? Number(/^bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0) : 0;
    const given = path === this.altered ? Buffer.from(bytes) : bytes;
    if (path === this.altered) given.writeUInt8(given.readUInt8(5) ^ 1, 5);
    const part = given.subarray(from);
    response.writeHead(from === 0 ? 200 : 206, { 'content-length': part.length });
    const room = this.cutAfter === undefined ? part.length : Math.max(0, this.cutAfter - this.moved);
    const sent = part.subarray(0, room);
    this.moved += sent.length;
    if (sent.length === part.length) return void response.end(sent);
    response.write(sent, () => void setTimeout(() => response.destroy(), 50));
  }
}

function gitHead(bytes: Buffer): Buffer {
  return Buffer.from(`blob ${bytes.length}\0`);
}

function digest(algorithm: string, bytes: Buffer | string): string {
  return createHash(algorithm).update(bytes).digest('hex');
}

/** Entity tag of an object. */
function etag(bytes: Buffer): string {
  return `"${digest('md5', bytes)}"`;
}

/** Signature version 4, reckoned from what came over the wire. */
function isSigned({ headers, method = '' }: IncomingMessage, url: URL): boolean {
  const [, scope = '', signed = '', signature] =
    /Credential=AKIA\/(\S+), SignedHeaders=(\S+), Signature=(\w+)/.exec(headers.authorization ?? '') ?? [];
  const query = [...url.searchParams]
    .map(([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(value)}`)
    .sort()
    .join('&');
  const lines = signed.split(';').map((name) => `${name}:${headers[name]}\n`);
  const content = `${headers['x-amz-content-sha256']}`;
  const canonical = [method, url.pathname, query, lines.join(''), signed, content].join('\n');
  const text = ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope, digest('sha256', canonical)].join('\n');
  const hmac = (key: string | Buffer, word: string) => createHmac('sha256', key).update(word).digest();
  const key = scope.split('/').reduce<string | Buffer>(hmac, `AWS4${ACCOUNT.secretAccessKey}`);
  return hmac(key, text).toString('hex') === signature;
}
