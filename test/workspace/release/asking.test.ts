import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import type { Dataset } from '../../../spec/dataset.ts';
import { digestOf } from '../../../workspace/digest.ts';
import { askByHttp, askNobody } from '../../../workspace/release/artifact-presence.ts';
import { checkSignature } from '../../../workspace/release/signature/check-signature.ts';
import { bundleByHttp } from '../../../workspace/release/signature/fetch-bundle.ts';
import { bundleOf, hex, inline, VISION_CI } from './release-sample.ts';

const digest = `sha256:${hex('model')}`;
/** Wait of the tests. Unit: milliseconds. */
const patience = 300;

let server: Server | undefined;

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  server = undefined;
});

async function serve(answer: RequestListener): Promise<string> {
  const made = createServer(answer);
  server = made;
  await new Promise<void>((done) => made.listen(0, '127.0.0.1', done));
  return `127.0.0.1:${(made.address() as AddressInfo).port}`;
}

/** What goes wrong at the other end, and what is said about it. */
const TROUBLE: readonly (readonly [string, RequestListener, RegExp])[] = [
  ['needs a sign-in', (_, answer) => answer.writeHead(401).end(), /answered 401/],
  ['forbids it', (_, answer) => answer.writeHead(403).end(), /answered 403/],
  ['has too much to do', (_, answer) => answer.writeHead(429, { 'retry-after': '60' }).end(), /answered 429/],
  ['is out of order', (_, answer) => answer.writeHead(503).end(), /answered 503/],
  ['does not answer', () => undefined, /could not be reached: .*timeout/],
  [
    'cuts the connection',
    ({ socket }) => socket.destroy(),
    /could not be reached: .*(other side closed|ECONNRESET|socket hang up)/,
  ],
];

describe('whether a dataset is still there', () => {
  const oci = (host: string): Dataset => ({ kind: 'oci', uri: `oci://${host}/data/defects`, version: digest });

  test('is asked of a registry by the digest, with HEAD, as the distribution API says', async () => {
    const asked: unknown[] = [];
    const host = await serve(({ headers, method, url }, answer) => {
      asked.push([method, url, headers.accept?.split(', ')]);
      answer.writeHead(200).end();
    });
    expect(await askByHttp()(oci(host))).toEqual({ state: 'there' });
    expect(asked).toEqual([
      [
        'HEAD',
        `/v2/data/defects/manifests/${digest}`,
        ['application/vnd.oci.image.manifest.v1+json', 'application/vnd.oci.image.index.v1+json', '*/*'],
      ],
    ]);
  });

  test('is asked of a web server by the version of the object', async () => {
    const asked: string[] = [];
    const request: typeof fetch = async (url) => {
      asked.push(String(url));
      return new Response();
    };
    const uri = 'https://bucket.example.org/images.tar';
    expect(await askByHttp({ request })({ kind: 'objectVersion', uri, version: 'a b' })).toEqual({ state: 'there' });
    expect(asked).toEqual([`${uri}?versionId=a+b`]);
  });

  test.each([404, 410])('is known to be gone only where the answer is %i', async (status) => {
    const host = await serve((_, answer) => answer.writeHead(status).end());
    expect(await askByHttp()(oci(host))).toEqual({ state: 'gone', because: `${host} answered ${status}` });
  });

  test.each(TROUBLE)('is not known where the registry %s', async (_, answer, because) => {
    const host = await serve(answer);
    expect(await askByHttp({ patience })(oci(host))).toEqual({
      state: 'not asked',
      because: expect.stringMatching(because),
    });
  });

  test('is not known where nobody listens', async () => {
    const host = await serve(() => undefined);
    server?.close();
    expect(await askByHttp({ patience })(oci(host))).toMatchObject({ state: 'not asked' });
  });

  test('follows a registry to the store that it names', async () => {
    const host = await serve(({ url }, answer) => {
      if (url === '/elsewhere') answer.writeHead(404).end();
      else answer.writeHead(307, { location: '/elsewhere' }).end();
    });
    expect(await askByHttp()(oci(host))).toMatchObject({ state: 'gone' });
  });

  test('is asked neither of what has another protocol, nor without --ask', async () => {
    const lakefs: Dataset = { kind: 'lakefs', uri: 'lakefs://defects/images', version: hex('data') };
    const bucket: Dataset = { kind: 'objectVersion', uri: 's3://bucket/images.tar', version: 'v1' };
    const refuse: typeof fetch = () => Promise.reject(new Error('asked'));
    for (const dataset of [lakefs, bucket])
      expect(await askByHttp({ request: refuse })(dataset)).toMatchObject({
        state: 'not asked',
        because: expect.stringContaining('is not asked for over HTTP'),
      });
    expect(await askNobody(lakefs)).toEqual({ state: 'not asked', because: 'nobody was asked (--ask does)' });
  });
});

describe('a signature beside its model', () => {
  const bundle = JSON.stringify(bundleOf(VISION_CI, digest));
  const manifest = JSON.stringify({ schemaVersion: 2, layers: [{ digest: digestOf(Buffer.from(bundle)) }] });

  /** A registry with these contents, each under its digest. */
  const registry =
    (...contents: readonly string[]): RequestListener =>
    ({ url = '' }, answer) => {
      const found = contents.find((content) => url.endsWith(digestOf(Buffer.from(content))));
      answer.writeHead(found === undefined ? 404 : 200).end(found);
    };
  const referrer = (host: string, content = manifest) =>
    `oci://${host}/vision/defects@${digestOf(Buffer.from(content))}`;

  test('is fetched by the digests of its manifest and of its one layer', async () => {
    const asked: (string | undefined)[] = [];
    const host = await serve((request, answer) => {
      asked.push(request.url);
      registry(manifest, bundle)(request, answer);
    });
    expect(await bundleByHttp()(referrer(host))).toEqual({ bundle: inline(JSON.parse(bundle)) });
    expect(asked).toEqual([
      `/v2/vision/defects/manifests/${digestOf(Buffer.from(manifest))}`,
      `/v2/vision/defects/blobs/${digestOf(Buffer.from(bundle))}`,
    ]);
  });

  test('counts as one that stands in the release', async () => {
    const host = await serve(registry(manifest, bundle));
    const signature = { kind: 'key' as const, signer: 'ci', referrer: referrer(host) };
    const model = { uri: `oci://${host}/vision/defects@${digest}`, digest, bytes: 1, format: 'onnx' };
    const signers = [{ kind: 'key' as const, name: 'ci', publicKey: VISION_CI.publicKey }];
    const trust = { releases: { required: true, signers }, bundleAt: bundleByHttp() };
    expect(await checkSignature({ model, signature }, trust)).toEqual({ verdict: 'valid', signer: 'ci' });
    const other = { ...model, digest: `sha256:${hex('other')}` };
    expect(await checkSignature({ model: other, signature }, trust)).toMatchObject({ verdict: 'invalid' });
    expect(await checkSignature({ model, signature }, { ...trust, bundleAt: undefined })).toEqual({
      verdict: 'unchecked',
      because: 'its bundle lies in the registry, which was not asked',
    });
    const gone = { ...signature, referrer: referrer(host, 'nothing') };
    expect(await checkSignature({ model, signature: gone }, trust)).toEqual({
      verdict: 'unchecked',
      because: expect.stringMatching(/^its bundle could not be had: 127\.0\.0\.1:\d+ answered 404 for sha256:/),
    });
  });

  test.each(TROUBLE)('is not had where the registry %s', async (_, answer, because) => {
    const host = await serve(answer);
    expect(await bundleByHttp({ patience })(referrer(host))).toEqual({ because: expect.stringMatching(because) });
  });

  test.each<[string, string, readonly string[], RegExp]>([
    ['its layer is gone', manifest, [manifest], /answered 404 for sha256:/],
    ['its manifest is no JSON', 'no JSON', ['no JSON'], /no manifest with one layer/],
    ['its manifest is an index', '{"manifests":[]}', ['{"manifests":[]}'], /no manifest with one layer/],
    ['it has two layers', '{"layers":[{},{}]}', ['{"layers":[{},{}]}'], /no manifest with one layer/],
  ])('is not had where %s', async (_, of, contents, because) => {
    const host = await serve(registry(...contents));
    expect(await bundleByHttp()(referrer(host, of))).toEqual({ because: expect.stringMatching(because) });
  });

  test('is not had where the registry answers with something else than was asked for', async () => {
    const host = await serve((_, answer) => answer.end('{"layers":[]}'));
    expect(await bundleByHttp()(referrer(host))).toEqual({
      because: expect.stringMatching(/answered with sha256:[0-9a-f]{64} for sha256:/),
    });
  });

  test('is not had where it is no bundle, or where it has no end', async () => {
    const text = '{}';
    const wrong = JSON.stringify({ layers: [{ digest: digestOf(Buffer.from(text)) }] });
    const host = await serve(registry(wrong, text));
    expect(await bundleByHttp()(referrer(host, wrong))).toEqual({
      because: expect.stringContaining('a form that is not read'),
    });
    server?.close();
    const endless = await serve((_, answer) => {
      const more = () => answer.write(Buffer.alloc(65_536), more);
      more();
    });
    expect(await bundleByHttp()(referrer(endless))).toEqual({
      because: expect.stringContaining('more than 262144 bytes'),
    });
  });

  test('is not had where the connection is cut in the middle', async () => {
    const host = await serve((_, answer) => {
      answer.writeHead(200, { 'content-length': '1000' });
      answer.write('{"layers"', () => answer.destroy());
    });
    expect(await bundleByHttp()(referrer(host))).toEqual({ because: expect.stringContaining('could not be reached') });
  });
});
