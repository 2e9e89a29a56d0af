import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { RegistryClient } from '../../../workspace/bundle/registry-client.ts';
import { dockerCredentials } from '../../../workspace/bundle/registry-credentials.ts';

test('credentials are those that docker login left, also those of Docker Hub', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'plinth-docker-'));
  const auth = (text: string) => ({ auth: Buffer.from(text).toString('base64') });
  const auths = { 'registry.example.org': auth('me:a:b'), 'https://index.docker.io/v1/': auth('hub:secret') };
  writeFileSync(join(folder, 'config.json'), JSON.stringify({ auths }));
  const ask = dockerCredentials(folder);
  expect(await ask('registry.example.org')).toEqual({ user: 'me', secret: 'a:b' });
  expect(await ask('docker.io')).toEqual({ user: 'hub', secret: 'secret' });
  expect(await ask('other.example.org')).toBeUndefined();
  rmSync(folder, { recursive: true });
  expect(await dockerCredentials(folder)('registry.example.org')).toBeUndefined();
});

test('a registry that wants a token gets one for these rights, and the account goes to nobody else', async () => {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    const { port } = server.address() as AddressInfo;
    const { authorization = 'nobody' } = request.headers;
    const url = new URL(request.url ?? '', 'http://localhost');
    seen.push(`${url.pathname} ${authorization}`);
    if (url.pathname === '/token') return void response.end(JSON.stringify({ token: url.searchParams.get('scope') }));
    if (authorization === 'Bearer repository:a/b:pull') return void response.end('{}');
    const challenge = `Bearer realm="http://localhost:${port}/token",service="s"`;
    response.writeHead(401, { 'www-authenticate': challenge }).end();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const host = `localhost:${(server.address() as AddressInfo).port}`;
  const client = new RegistryClient(host, { credentials: async () => ({ user: 'me', secret: 'x' }) });
  expect((await client.manifest('a/b', 'v1'))?.bytes.toString()).toBe('{}');
  const basic = `Basic ${Buffer.from('me:x').toString('base64')}`;
  expect(seen).toEqual([
    '/v2/a/b/manifests/v1 nobody',
    `/token ${basic}`,
    '/v2/a/b/manifests/v1 Bearer repository:a/b:pull',
  ]);
  server.close();
});

test('a registry that refuses, or is not there, is a finding with its name', async () => {
  const server = createServer((_, response) => void response.writeHead(403).end('no'));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const host = `localhost:${(server.address() as AddressInfo).port}`;
  const access = { wait: async () => {} };
  await expect(new RegistryClient(host, access).manifest('a/b', 'v1')).rejects.toThrow('BUNDLE_REGISTRY_DENIED');
  await new Promise((done) => server.close(done));
  await expect(new RegistryClient(host, access).manifest('a/b', 'v1')).rejects.toThrow('BUNDLE_REGISTRY_GONE');
});
