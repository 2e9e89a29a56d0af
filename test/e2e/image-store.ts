import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { engineBinary } from '../../rehearsal/engines.ts';
import { freePorts } from '../../rehearsal/free-ports.ts';

const run = promisify(execFile);

/** A registry on this machine, with images that keys of this machine sign. */
export interface ImageStore {
  /** Host and port. */
  readonly host: string;
  /** Pushes a tiny image of its own content. @returns its name by digest */
  push(repository: string, content: string): Promise<string>;
  /** Makes a key pair. @returns its public half, PEM */
  keyPair(name: string): Promise<string>;
  /** Signs an image with the private half. */
  sign(image: string, key: string): Promise<void>;
  /** Ends it and leaves nothing behind. */
  stop(): void;
}

/** Starts a registry. */
export async function startImageStore(): Promise<ImageStore> {
  const [port = 0] = await freePorts(1);
  const folder = mkdtempSync(join(tmpdir(), 'plinth-images-'));
  const file = join(folder, 'registry.yaml');
  const storage = { filesystem: { rootdirectory: join(folder, 'registry') } };
  const http = { addr: `127.0.0.1:${port}` };
  writeFileSync(file, JSON.stringify({ version: 0.1, log: { level: 'error' }, storage, http }));
  const child = spawn(engineBinary('registry'), ['serve', file], { stdio: 'ignore' });
  const host = `localhost:${port}`;
  const cosign = (...args: string[]) =>
    run(engineBinary('cosign'), args, {
      cwd: folder,
      env: { PATH: process.env.PATH, HOME: folder, COSIGN_PASSWORD: 'x' },
    });
  await answers(`http://${host}/v2/`);
  await cosign('signing-config', 'create', '--out', 'signing.json');
  return {
    host,
    push: (repository, content) => push(host, repository, content),
    keyPair: async (name) => {
      await cosign('generate-key-pair', '--output-key-prefix', name);
      return readFileSync(join(folder, `${name}.pub`), 'utf8');
    },
    sign: async (image, key) => {
      const flags = ['--allow-insecure-registry', '--allow-http-registry', '--signing-config', 'signing.json'];
      await cosign('sign', '--yes', '--key', `${key}.key`, ...flags, image);
    },
    stop: () => {
      child.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function push(host: string, repository: string, content: string): Promise<string> {
  const address = `http://${host}/v2/${repository}`;
  const config = await blob(
    address,
    JSON.stringify({ architecture: 'amd64', os: 'linux', rootfs: { type: 'layers', diff_ids: [] } }),
  );
  const layer = await blob(address, content);
  const mediaType = 'application/vnd.oci.image.manifest.v1+json';
  const manifest = JSON.stringify({
    schemaVersion: 2,
    mediaType,
    config: { mediaType: 'application/vnd.oci.image.config.v1+json', ...config },
    layers: [{ mediaType: 'application/vnd.oci.image.layer.v1.tar', ...layer }],
  });
  const put = { method: 'PUT', body: manifest, headers: { 'content-type': mediaType } };
  const answer = await fetch(`${address}/manifests/${digestOf(manifest)}`, put);
  if (!answer.ok) throw new Error(`the registry refused a manifest: ${await answer.text()}`);
  return `${host}/${repository}@${digestOf(manifest)}`;
}

async function blob(address: string, content: string): Promise<{ digest: string; size: number }> {
  const started = await fetch(`${address}/blobs/uploads/`, { method: 'POST' });
  const place = new URL(started.headers.get('location') ?? '', address);
  const digest = digestOf(content);
  place.searchParams.set('digest', digest);
  const headers = { 'content-type': 'application/octet-stream' };
  const answer = await fetch(place, { method: 'PUT', body: content, headers });
  if (!answer.ok) throw new Error(`the registry refused a blob: ${await answer.text()}`);
  return { digest, size: Buffer.byteLength(content) };
}

function digestOf(content: string): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}

async function answers(url: string): Promise<void> {
  for (const deadline = Date.now() + 30_000; Date.now() < deadline; ) {
    if ((await fetch(url).catch(() => undefined))?.ok) return;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error(`${url} does not answer`);
}
