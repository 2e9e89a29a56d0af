import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildEngines } from '../../rehearsal/engines.ts';
import { freePorts } from '../../rehearsal/free-ports.ts';
import { imageName } from '../../spec/image-name.ts';
import { exampleFolder, pathBefore, runLine, storyBlocks, writePlinth } from '../example-story.ts';
import { answers } from './answers.ts';
import { pushImage } from './generated-image.ts';
import { namesIn } from './named-images.ts';
import { registryServer } from './registry-server.ts';

/** Bytes of the layer of a generated image. */
const LAYER = 400_000;
/** Host and port of the closed side's registry; in a namespace of its own every port is free. */
const INSIDE = 'localhost:5000';

/** The first block is typed outside, the second inside. */
const [outsideLines = [], insideLines = []] = storyBlocks('closed-network');

const hasNamespaces = spawnSync('unshare', ['-n', 'ip', 'link', 'set', 'lo', 'up']).status === 0;
if (!hasNamespaces) console.log('skipped: a network namespace needs root, unshare and ip');

describe.runIf(hasNamespaces)('the story of examples/closed-network, word for word', () => {
  const home = mkdtempSync(join(tmpdir(), 'plinth-closed-'));
  const bin = mkdtempSync(join(tmpdir(), 'plinth-closed-bin-'));
  const children: ChildProcess[] = [];
  let env: NodeJS.ProcessEnv;
  let namespace = 0;

  beforeAll(async () => {
    await buildEngines(['core', 'tools']);
    const [port = 0] = await freePorts(1);
    writePlinth(bin);
    env = {
      ...process.env,
      PATH: pathBefore(bin),
      PROXY: `localhost:${port}`,
      REGISTRY: INSIDE,
      NO_COLOR: '1',
      FORCE_COLOR: undefined,
    };
    copyFileSync(join(exampleFolder('closed-network'), 'platform.yaml'), join(home, 'platform.yaml'));
    children.push(startRegistry('outside', `127.0.0.1:${port}`, []));
    await answers(`http://localhost:${port}/v2/`);
    await seed(`localhost:${port}`);
    const holder = spawn('unshare', ['-n', 'sh', '-c', 'ip link set lo up && echo up && exec sleep 3600'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    children.push(holder);
    await new Promise((done) => holder.stdout.once('data', done));
    namespace = holder.pid ?? 0;
    children.push(startRegistry('inside', '127.0.0.1:5000', inside()));
  }, 1_800_000);
  afterAll(() => {
    for (const child of children) child.kill('SIGKILL');
    for (const folder of [home, bin]) rmSync(folder, { recursive: true, force: true });
  });

  /** Words before a command that runs it where no route leads out. */
  function inside(): string[] {
    return ['nsenter', '-t', `${namespace}`, '-n'];
  }

  function sh(line: string, before: readonly string[] = []) {
    return runLine(line, { before, cwd: home, env });
  }

  function startRegistry(name: string, addr: string, before: readonly string[]): ChildProcess {
    const [program = '', ...args] = [...before, ...registryServer(bin, name, addr)];
    return spawn(program, args, { stdio: 'ignore' });
  }

  /** Small images under every name that the platform's pods, charts and operators have. */
  async function seed(host: string): Promise<void> {
    expect(sh('plinth lock platform.yaml --charts modules --no-digests').code).toBe(0);
    const { images } = JSON.parse(sh('plinth images platform.yaml --json').stdout) as { images: { image: string }[] };
    for (const { image } of images) {
      const { host: from, repository, tag = 'latest' } = imageName(image);
      await pushImage(host, `${from.replace(':', '_')}/${repository}`, tag, LAYER);
    }
    rmSync(join(home, 'platform.lock'), { recursive: true });
  }

  describe('outside', () => {
    test.each(outsideLines)('$line', async ({ line }) => {
      if (line.startsWith('plinth bundle')) await cutInTheMiddle(line);
      const { code, text } = sh(line);
      expect(code, text).toBe(0);
    });

    /** Kills the line once a few layers are there; the line itself then has the rest to do. */
    async function cutInTheMiddle(line: string): Promise<void> {
      const child = spawn('sh', ['-c', `exec ${line}`], { cwd: home, env, stdio: 'ignore' });
      const folder = join(home, 'bundle/blobs/sha256');
      const layers = () =>
        existsSync(folder) ? readdirSync(folder).filter((name) => sizeOf(join(folder, name)) >= LAYER).length : 0;
      while (layers() < 3 && child.exitCode === null) await new Promise((done) => setTimeout(done, 5));
      child.kill('SIGKILL');
      expect(existsSync(join(home, 'bundle/plinth.bundle.json'))).toBe(false);
      expect(sh(`plinth bundle load bundle --to $PROXY`).text).toContain('BUNDLE_UNFINISHED');
    }

    test('every name in the folder for Git lies in the mirror', () => {
      const names = namesIn(join(home, 'deploy'));
      expect(names.length).toBeGreaterThanOrEqual(5);
      expect(names.filter((name) => !name.startsWith('registry.vault.example.org/mirror/'))).toEqual([]);
    });
  });

  describe('inside', () => {
    test('no way leads out', () => {
      expect(sh('ip route', inside()).stdout).toBe('');
      expect(
        sh(`node -e "fetch('http://$PROXY/v2/').then(() => process.exit(1), () => process.exit(0))"`, inside()).code,
      ).toBe(0);
    });

    test('a bundle with one other bit is refused, and nothing of it is put into the registry', async () => {
      const folder = join(home, 'bundle/blobs/sha256');
      const layer = join(folder, readdirSync(folder).find((name) => sizeOf(join(folder, name)) >= LAYER) ?? '');
      const bytes = readFileSync(layer);
      writeFileSync(
        layer,
        bytes.map((byte, place) => (place === 1_000 ? byte ^ 1 : byte)),
      );
      const { code, text } = sh('plinth bundle load bundle --to $REGISTRY', inside());
      writeFileSync(layer, bytes);
      expect(code).toBe(1);
      expect(text).toContain('BUNDLE_FILE_ALTERED');
      expect(existsSync(join(bin, 'inside/docker/registry/v2/repositories'))).toBe(false);
    });

    test.each(insideLines)('$line', ({ line }) => {
      const { code, text } = sh(line, inside());
      expect(code, text).toBe(0);
      if (line.includes('bundle load')) expect(text).toMatch(/proved: each of \d+ names/);
    });

    test('the registry gives every image that any object names', () => {
      const urls = namesIn(join(home, 'bundle/manifests')).map((name) => {
        const { digest, repository, tag = 'latest' } = imageName(name);
        return `http://${INSIDE}/v2/${repository}/manifests/${digest ?? tag}`;
      });
      mkdirSync(join(home, 'check'));
      writeFileSync(join(home, 'check/urls.json'), JSON.stringify(urls));
      const program = `Promise.all(require('./check/urls.json').map(async (url) => [url, (await fetch(url, { headers: { accept: 'application/vnd.oci.image.manifest.v1+json' } })).status])).then((all) => console.log(JSON.stringify(all.filter(([, status]) => status !== 200))))`;
      writeFileSync(join(home, 'check/ask.cjs'), program.replaceAll('./check/', './'));
      expect(JSON.parse(sh('node check/ask.cjs', inside()).stdout)).toEqual([]);
      expect(urls.length).toBeGreaterThanOrEqual(5);
    });
  });
});

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
