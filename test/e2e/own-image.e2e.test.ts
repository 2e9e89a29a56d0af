import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildEngines, type LinuxArchitecture } from '../../rehearsal/engines.ts';
import { freePorts } from '../../rehearsal/free-ports.ts';
import { INDEX, MANIFEST } from '../../workspace/own-image/build-image.ts';
import { plinthVersion } from '../../workspace/plinth-version.ts';
import { type PackedPackage, packedPackage, projectWith, run } from '../packaging/packed-package.ts';
import { answers } from './answers.ts';
import { pushImage } from './generated-image.ts';
import { registryServer } from './registry-server.ts';

/** Processor of this machine, as images name it. */
const HERE: LinuxArchitecture = process.arch === 'arm64' ? 'arm64' : 'amd64';

describe('images of Plinth’s own, built by the installed package and put into a real registry', () => {
  const folder = mkdtempSync(join(tmpdir(), 'plinth-own-images-'));
  let server: ChildProcess;
  let packed: PackedPackage;
  let project: string;
  let host: string;

  beforeAll(async () => {
    await buildEngines(['edge', 'tools']);
    packed = await packedPackage();
    project = await projectWith(packed, 'app');
    const [port = 0] = await freePorts(1);
    host = `localhost:${port}`;
    const [program, ...args] = registryServer(folder, 'images', `127.0.0.1:${port}`);
    server = spawn(program, args, { stdio: 'ignore' });
    await answers(`http://${host}/v2/`);
  });

  afterAll(async () => {
    server?.kill();
    await packed?.remove();
    rmSync(folder, { recursive: true });
  });

  /** Builds an image, and lays what the registry gives under the printed name into a folder. */
  async function unpacked(image: string, name: string, ...more: string[]) {
    const args = ['build', image, '--to', `${host}/platform/${name}:1`, '--arch', HERE, '--json', ...more];
    const { code, stderr, stdout } = await run('node', ['node_modules/plinth/bin/plinth.js', ...args], project);
    expect(code, stderr).toBe(0);
    const built = JSON.parse(stdout) as { readonly name: string; readonly digest: string };
    expect(built.name).toBe(`${host}/platform/${name}@${built.digest}`);
    const headers = { accept: `${INDEX}, ${MANIFEST}` };
    const ask = async (path: string) =>
      (await fetch(`http://${host}/v2/platform/${name}/${path}`, { headers })).arrayBuffer();
    const json = async (path: string) => JSON.parse(Buffer.from(await ask(path)).toString('utf8'));
    const index = await json(`manifests/${built.digest}`);
    const manifest = await json(`manifests/${index.manifests[0].digest}`);
    const root = join(folder, name);
    mkdirSync(root);
    for (const { digest, mediaType } of manifest.layers)
      if (mediaType.endsWith('gzip'))
        execFileSync('tar', ['-xzf', '-', '-C', root], { input: Buffer.from(await ask(`blobs/${digest}`)) });
    return { root, layers: manifest.layers.length, settings: await json(`blobs/${manifest.config.digest}`) };
  }

  test('the agent and hub of the edge: two static programs for nobody in particular', async () => {
    const { root, settings } = await unpacked('edge', 'plinth-edge');
    expect(settings.config).toMatchObject({ User: '65532:65532', Entrypoint: ['/usr/bin/plinth-edge'] });
    // Only root may make the image the whole of what a program sees; desync looks at /proc, which every container has.
    const [enter = '', ...before] =
      process.getuid?.() === 0
        ? ['/usr/sbin/chroot', '--userspec=65532:65532', root, '/usr/bin/plinth-edge']
        : [join(root, 'usr/bin/plinth-edge')];
    expect(execFileSync(enter, [...before, 'version'], { encoding: 'utf8' })).toContain(plinthVersion());
    expect(execFileSync(join(root, 'usr/bin/desync'), ['--help'], { encoding: 'utf8' })).toContain('chunk');
  });

  test('the judge: this program with all that it needs, behind the layers of its base', async () => {
    await pushImage(host, 'library/node', '24', 1_000);
    const { layers, root, settings } = await unpacked('judge', 'plinth', '--base', `${host}/library/node:24`);
    expect(layers).toBe(2);
    expect(settings.config.Entrypoint).toEqual(['/usr/local/bin/plinth']);
    expect((await run(process.execPath, [join(root, 'opt/plinth/bin/plinth.js'), '--version'], root)).stdout).toBe(
      `${plinthVersion()}\n`,
    );
  });
});
