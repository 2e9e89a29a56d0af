import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { engineBinary } from '../../rehearsal/engines.ts';
import { freePorts } from '../../rehearsal/free-ports.ts';
import { answers } from './answers.ts';
import { putBlob, putManifest } from './generated-image.ts';
import { registryServer } from './registry-server.ts';

const run = promisify(execFile);
const CONFIG = Buffer.from(
  JSON.stringify({ architecture: 'amd64', os: 'linux', rootfs: { type: 'layers', diff_ids: [] } }),
);

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
  const [program, ...args] = registryServer(folder, 'registry', `127.0.0.1:${port}`);
  const child = spawn(program, args, { stdio: 'ignore' });
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
  const mediaType = 'application/vnd.oci.image.manifest.v1+json';
  const { digest } = await putManifest(address, undefined, {
    schemaVersion: 2,
    mediaType,
    config: { mediaType: 'application/vnd.oci.image.config.v1+json', ...(await putBlob(address, CONFIG)) },
    layers: [
      { mediaType: 'application/vnd.oci.image.layer.v1.tar', ...(await putBlob(address, Buffer.from(content))) },
    ],
  });
  return `${host}/${repository}@${digest}`;
}
