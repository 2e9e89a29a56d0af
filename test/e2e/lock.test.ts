import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildEngines, engineBinary } from '../../rehearsal/engines.ts';
import { freePorts } from '../../rehearsal/free-ports.ts';
import { imageDigest } from '../../workspace/lock/image-digest.ts';
import { plinth } from '../cli/run-plinth.ts';

let home: string;
beforeAll(async () => {
  await buildEngines(['core', 'tools']);
  home = mkdtempSync(join(tmpdir(), 'plinth-lock-'));
}, 1_800_000);
afterAll(() => rmSync(home, { recursive: true }));

/** The smallest platform with one chart, applied as plain objects. */
function spec(folder: string): string {
  const file = join(home, folder, 'platform.yaml');
  cpSync('examples/existing', join(home, folder), { recursive: true });
  const text = readFileSync(file, 'utf8')
    .replace(/training:[\s\S]*?\n\n/, '')
    .replace(/access:[\s\S]*?\ndelivery:/, 'delivery:')
    .replace(/delivery:[\s\S]*$/, 'delivery: { kind: plain }\n')
    .replace(
      /pools:[\s\S]*?\nteams:/,
      'pools:\n  - { name: cpu, machine: { vcpus: 64, memory: 512Gi }, nodes: { min: 4, max: 4 } }\n\nteams:',
    )
    .replace(/ {6}(train|share): .*\n/g, '')
    .replace(/ {4}fabric: allowed\n/g, '');
  writeFileSync(file, text);
  return file;
}

describe('plinth lock', () => {
  test('pins what the chart in the Go module contains, and synth then writes plain objects', () => {
    const file = spec('modules');
    const locked = plinth(['lock', file, '--charts', 'modules', '--no-digests', '--json']);
    expect(locked.code, locked.stderr).toBe(0);
    expect((JSON.parse(locked.stdout) as { addOns: string[] }).addOns).toContain('kueue');
    const out = join(home, 'out');
    expect(plinth(['synth', file, '--out', out]).code).toBe(0);
    expect(readFileSync(join(out, '00-crds/queueing.yaml'), 'utf8')).toContain('clusterqueues.kueue.x-k8s.io');
  });

  test('gives the same bytes twice', () => {
    const file = spec('twice');
    const lock = () => {
      plinth(['lock', file, '--charts', 'modules', '--no-digests']);
      return ['lock.json', 'kueue.yaml'].map((name) => readFileSync(join(home, 'twice/platform.lock', name), 'utf8'));
    };
    expect(lock()).toEqual(lock());
  });

  test('says that it is stale once the platform asks for other values', () => {
    const file = spec('stale');
    plinth(['lock', file, '--charts', 'modules', '--no-digests']);
    expect(plinth(['lock', file, '--check']).code).toBe(0);
    writeFileSync(file, `${readFileSync(file, 'utf8')}\n`.replace('queueing:', 'queueing:\n  gangs: { timeout: 20m }'));
    const check = plinth(['lock', file, '--check']);
    expect(check.code).toBe(1);
    expect(check.stderr).toContain('LOCK_STALE');
    expect(plinth(['synth', file, '--out', join(home, 'stale-out')]).code).toBe(1);
  });

  test('takes charts from a folder, and says which it could not have', () => {
    const { code, stderr } = plinth(['lock', spec('folder'), '--charts', home, '--no-digests']);
    expect(code).toBe(1);
    expect(stderr).toContain('not had: kueue');
  });

  test('keeps the hooks that helm would run at an installation as ordinary objects, and says which they are', () => {
    const charts = join(home, 'charts');
    mkdirSync(join(charts, 'kueue/templates'), { recursive: true });
    writeFileSync(join(charts, 'kueue/Chart.yaml'), 'apiVersion: v2\nname: kueue\nversion: 1.0.0\n');
    const hooks = { prepare: 'pre-install,pre-upgrade', smoke: 'test', leave: 'post-delete' };
    for (const [name, on] of Object.entries(hooks)) {
      const metadata = `{ name: ${name}, annotations: { helm.sh/hook: "${on}" } }`;
      const text = `apiVersion: v1\nkind: ConfigMap\nmetadata: ${metadata}\n`;
      writeFileSync(join(charts, `kueue/templates/${name}.yaml`), text);
    }
    const file = spec('hooks');
    const { code, stderr } = plinth(['lock', file, '--charts', charts, '--no-digests']);
    expect(code, stderr).toBe(0);
    expect(stderr).toContain('LOCK_HOOK_ORDINARY');
    expect(readFileSync(join(home, 'hooks/platform.lock/kueue.yaml'), 'utf8')).toBe(
      'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: prepare\n  namespace: kueue-system\n',
    );
  });
});

describe('digests', () => {
  let registry: ChildProcess;
  let host: string;

  beforeAll(async () => {
    const [port = 0] = await freePorts(1);
    host = `localhost:${port}`;
    const config = {
      version: 0.1,
      storage: { filesystem: { rootdirectory: join(home, 'registry') } },
      http: { addr: `127.0.0.1:${port}` },
    };
    writeFileSync(join(home, 'registry.json'), JSON.stringify(config));
    registry = spawn(engineBinary('registry'), ['serve', join(home, 'registry.json')], { stdio: 'ignore' });
    for (let tries = 0; tries < 100; tries += 1) {
      if (
        await fetch(`http://${host}/v2/`).then(
          ({ ok }) => ok,
          () => false,
        )
      )
        return;
      await new Promise((done) => setTimeout(done, 100));
    }
    throw new Error('the registry did not start');
  });
  afterAll(() => registry.kill());

  test('come from the registry itself, and are those of what was pushed', async () => {
    const manifest = await push(host, 'team/trainer', '1');
    expect(await imageDigest(`${host}/team/trainer:1`)).toEqual({ digest: sha256(manifest) });
  });

  test('that could not be had are missing, with the reason, and never invented', async () => {
    expect(await imageDigest(`${host}/team/absent:1`)).toEqual({ because: `${host} answered 404` });
    const [closed = 0] = await freePorts(1);
    expect(await imageDigest(`localhost:${closed}/team/trainer:1`)).toEqual({
      because: `localhost:${closed} could not be reached (ECONNREFUSED)`,
    });
  });
});

/** Pushes the smallest image there is and hands back its manifest. */
async function push(host: string, repository: string, tag: string): Promise<string> {
  const base = `http://${host}/v2/${repository}`;
  const blob = '{}';
  const { headers } = await fetch(`${base}/blobs/uploads/`, { method: 'POST' });
  const upload = new URL(headers.get('location') ?? '');
  upload.searchParams.set('digest', sha256(blob));
  await fetch(upload, { method: 'PUT', body: blob });
  const descriptor = { mediaType: 'application/vnd.oci.image.config.v1+json', digest: sha256(blob), size: blob.length };
  const manifest = JSON.stringify({
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    config: descriptor,
    layers: [],
  });
  const pushed = await fetch(`${base}/manifests/${tag}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/vnd.oci.image.manifest.v1+json' },
    body: manifest,
  });
  expect(pushed.status).toBe(201);
  return manifest;
}

function sha256(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}
