import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { PlatformError } from '../../../spec/finding.ts';
import { ClusterSecrets, clusterApi } from '../../../workspace/registry/cluster-secrets.ts';
import { readAccount, readCredentials } from '../../../workspace/registry/credentials.ts';
import { harborAddress } from '../../../workspace/registry/harbor-address.ts';
import { KubectlSecrets } from '../../../workspace/registry/kubectl-secrets.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plinth-registry-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function codeOf(work: Promise<unknown> | (() => unknown)): Promise<string | undefined> {
  try {
    await (typeof work === 'function' ? work() : work);
    return undefined;
  } catch (error) {
    if (error instanceof PlatformError) return error.findings[0]?.code;
    throw error;
  }
}

describe('an account', () => {
  test.each<[string, object]>([
    ['robot$ci:s3:cret\n', { user: 'robot$ci', secret: 's3:cret' }],
    ['alone\n', { user: 'admin', secret: 'alone' }],
  ])('is read from %j', async (text, account) => {
    await writeFile(join(folder, 'account'), text);
    expect(await readAccount(join(folder, 'account'))).toEqual(account);
  });

  test.each(['', '\n', ':secret', 'name:', 'two words:x'])(
    'is not read from %j, which is not repeated',
    async (text) => {
      await writeFile(join(folder, 'account'), text);
      expect(await codeOf(readAccount(join(folder, 'account')))).toBe('FILE_UNREADABLE');
    },
  );

  test('is not read from a file that is not there', async () => {
    expect(await codeOf(readAccount(join(folder, 'none')))).toBe('FILE_UNREADABLE');
  });
});

test('credentials are the files of a folder, as Kubernetes mounts a Secret', async () => {
  await writeFile(join(folder, 'oidc-client-secret'), 'x\n');
  await writeFile(join(folder, 'empty'), '');
  await writeFile(join(folder, '..data'), 'not one');
  const credential = await readCredentials(folder);
  expect([credential('oidc-client-secret'), credential('empty'), credential('..data'), credential('none')]).toEqual([
    'x',
    undefined,
    undefined,
    undefined,
  ]);
  expect(await codeOf(readCredentials(join(folder, 'none')))).toBe('FILE_UNREADABLE');
});

describe('an address', () => {
  test.each([
    'https://registry.example.org',
    'https://registry.example.org/',
    'http://harbor.harbor.svc',
    'http://127.0.0.1:8080',
  ])('may be %s', (url) => {
    expect(harborAddress(url)).toBe(url.replace(/\/$/, ''));
  });

  test.each([
    'registry.example.org',
    'http://registry.example.org',
    'https://me:secret@registry.example.org',
    'https://registry.example.org/api',
    'ftp://harbor.harbor.svc',
  ])('may not be %s', async (url) => {
    expect(await codeOf(() => harborAddress(url))).toBe('REGISTRY_URL_INVALID');
  });
});

describe('secrets of the own cluster', () => {
  const objects = new Map<string, unknown>();
  let server: Server;
  let status = 0;
  beforeEach(async () => {
    objects.clear();
    status = 0;
    server = createServer(async (request, response) => {
      const path = request.url ?? '';
      let text = '';
      for await (const piece of request) text += piece;
      const refused = request.headers.authorization !== 'Bearer the-token' ? 401 : status;
      if (refused !== 0) return void response.writeHead(refused).end('{}');
      if (request.method === 'POST')
        objects.set(`${path}/${(JSON.parse(text) as { metadata: { name: string } }).metadata.name}`, JSON.parse(text));
      else if (!objects.has(path)) return void response.writeHead(404).end('{}');
      else if (request.method === 'PUT') objects.set(path, JSON.parse(text));
      response.writeHead(200).end(JSON.stringify(objects.get(path) ?? {}));
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  });
  afterEach(() => new Promise((done) => server.close(done)));
  const secrets = () =>
    new ClusterSecrets({
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      token: () => Promise.resolve('the-token\n'),
    });
  const kept = { type: 'kubernetes.io/dockerconfigjson', annotations: { a: 'b' }, data: { password: 'pä$$' } };

  test('are made, replaced and read back', async () => {
    expect(await secrets().read('vision', 'registry-pull')).toBeUndefined();
    await secrets().write('vision', 'registry-pull', kept);
    expect(await secrets().read('vision', 'registry-pull')).toEqual(kept);
    await secrets().write('vision', 'registry-pull', { ...kept, data: { password: 'new' } });
    expect((await secrets().read('vision', 'registry-pull'))?.data).toEqual({ password: 'new' });
  });

  test.each([403, 500])('that the API server refuses with %d are found', async (refused) => {
    status = refused;
    expect(await codeOf(secrets().read('vision', 'x'))).toBe('REGISTRY_SECRET_UNKEPT');
    expect(await codeOf(secrets().write('vision', 'x', kept))).toBe('REGISTRY_SECRET_UNKEPT');
  });

  test('are not looked for outside of a cluster', async () => {
    expect(await codeOf(() => clusterApi({}))).toBe('REGISTRY_NOT_IN_CLUSTER');
    expect(clusterApi({ KUBERNETES_SERVICE_HOST: 'fd00::1', KUBERNETES_SERVICE_PORT: '443' }).url).toBe(
      'https://[fd00::1]:443',
    );
  });
});

describe('secrets of a cluster that kubectl reaches', () => {
  const path = process.env['PATH'];
  afterEach(() => {
    process.env['PATH'] = path;
  });

  /** A kubectl of ours: notes its arguments, keeps what it is given, and gives it back. */
  async function withKubectl(script: string): Promise<void> {
    await writeFile(join(folder, 'kubectl'), `#!/bin/sh\necho "$@" >> ${folder}/words\n${script}\n`, { mode: 0o755 });
    process.env['PATH'] = `${folder}${delimiter}${path}`;
  }

  test('go through its input, and never through its arguments', async () => {
    await withKubectl(`case "$*" in *get*) cat ${folder}/kept 2>/dev/null || true ;; *) cat > ${folder}/kept ;; esac`);
    const secrets = new KubectlSecrets('lab');
    const kept = { type: 'Opaque', annotations: {}, data: { password: 'hidden' } };
    expect(await secrets.read('vision', 'registry-pull')).toBeUndefined();
    await secrets.write('vision', 'registry-pull', kept);
    await secrets.write('vision', 'registry-pull', kept);
    expect(await secrets.read('vision', 'registry-pull')).toEqual(kept);
    const words = await readFile(join(folder, 'words'), 'utf8');
    expect(words).toContain('--context lab create --filename -');
    expect(words).toContain('--context lab replace --filename -');
    expect(words).not.toMatch(/hidden|aGlkZGVu/);
  });

  test('that it refuses are found, in its words', async () => {
    await withKubectl('echo "warning" >&2; echo "forbidden" >&2; exit 1');
    const error = await new KubectlSecrets().read('vision', 'x').catch((thrown: unknown) => thrown);
    expect((error as PlatformError).findings[0]).toMatchObject({
      code: 'REGISTRY_SECRET_UNKEPT',
      problem: 'forbidden',
    });
  });

  test('are not looked for without it', async () => {
    process.env['PATH'] = folder;
    expect(await codeOf(new KubectlSecrets().read('vision', 'x'))).toBe('TOOL_KUBECTL_MISSING');
  });
});
