import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { describe, expect, onTestFinished, test } from 'vitest';
import { changeRollout } from '../../../workspace/edge/change-rollout.ts';
import { folderManifest, manifestFiles } from '../../../workspace/edge/model-manifest.ts';
import { newRollout } from '../../../workspace/edge/new-rollout.ts';
import type { RolloutDesk } from '../../../workspace/edge/rollout-desk.ts';
import { allRollouts } from '../../../workspace/edge/rollout-files.ts';
import { edgeStatus } from '../../../workspace/edge/rollout-status.ts';
import { edgePlatform, edgeServer } from '../../edge-sample.ts';
import { codesOfRefusal } from '../../refusal-codes.ts';
import { testSigner, VISION_CI } from '../release/release-sample.ts';
import { edgeDesk, ownFolder, signedModel } from './edge-folder.ts';

const at = (desk: RolloutDesk, file = '') => join(desk.folder, 'releases/plinth-edge', file);
const text = (desk: RolloutDesk, file: string) => readFileSync(at(desk, file), 'utf8');

/** What the hub would read. */
function told(desk: RolloutDesk) {
  const { data } = load(text(desk, 'rollouts.yaml')) as { data: Record<string, string> };
  return JSON.parse(data['rollouts.json'] ?? '') as {
    models: readonly Record<string, unknown>[];
    rollouts: readonly Record<string, unknown>[];
  };
}

/** Everything in a folder, to see that nothing was written. */
function contents(folder: string): Record<string, string> {
  if (!existsSync(folder)) return {};
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    files.map((entry) => {
      const file = join(entry.parentPath, entry.name);
      return [file, readFileSync(file, 'utf8')];
    }),
  );
}

async function two(): Promise<RolloutDesk> {
  const desk = edgeDesk();
  await newRollout(desk, 'defects', await signedModel('one'));
  await newRollout(desk, 'defects', { ...(await signedModel('two')), supersede: true });
  return desk;
}

/** A hub that says something. */
async function hubThatSays(answer: object | string): Promise<string> {
  const server = createServer((_, response) => {
    response.end(typeof answer === 'string' ? answer : JSON.stringify(answer));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const saying = (phase: string) => ({
  version: 1,
  configValid: true,
  rollouts: [
    {
      workload: 'defects',
      number: 1,
      phase,
      ring: 'canary',
      sites: { total: 3, healthy: 1, failed: 0, blocked: 0, offline: 0, pending: 2 },
    },
  ],
  sites: [{ name: 'plant-7', ring: 'canary', online: true, workloads: [{ name: 'defects', phase: 'fetching' }] }],
});

describe('a manifest', () => {
  test('of the same files has the same bytes, and names each with digest and size', async () => {
    const [a, b] = [await signedModel('same'), await signedModel('same')];
    const manifest = await folderManifest(a.from);
    expect(await folderManifest(b.from)).toBe(manifest);
    expect(manifestFiles(manifest).map(({ path, size }) => [path, size])).toEqual([
      ['labels.txt', 13],
      ['weights/model.onnx', 4],
    ]);
  });

  test.each([
    ['is no JSON', '{'],
    ['has a way out', JSON.stringify(manifestWith('../etc/passwd'))],
    ['has a path from the root', JSON.stringify(manifestWith('/etc/passwd'))],
    ['has a file twice', JSON.stringify(manifestWith('a', 'a'))],
    ['has no files', JSON.stringify(manifestWith())],
  ])('that %s is refused', async (_, given) => {
    expect(await codesOfRefusal((async () => manifestFiles(given))())).toEqual(['EDGE_MANIFEST_INVALID']);
  });

  test('of a folder without files is refused', async () => {
    expect(await codesOfRefusal(folderManifest(ownFolder()))).toEqual(['EDGE_MODEL_FOLDER']);
  });
});

function manifestWith(...paths: readonly string[]) {
  const layers = paths.map((path) => ({
    digest: `sha256:${'0'.repeat(64)}`,
    size: 1,
    annotations: { 'org.opencontainers.image.title': path },
  }));
  return { schemaVersion: 2, layers };
}

describe('a rollout', () => {
  test('is a file that names the one before it, and what the hub reads', async () => {
    const desk = await two();
    const [{ rollouts, state } = { rollouts: [], state: undefined }] = await allRollouts(desk.folder, desk.spec);
    expect(rollouts.map(({ metadata, previous }) => [metadata.number, previous])).toEqual([
      [1, undefined],
      [2, state?.rollouts[0]?.digest],
    ]);
    expect(told(desk).rollouts).toEqual(
      rollouts.map(({ metadata, model }) => ({
        workload: 'defects',
        number: metadata.number,
        attempt: 1,
        paused: false,
        withdrawn: false,
        urgent: false,
        verdicts: {},
        model: model.digest,
      })),
    );
    expect(Object.keys(told(desk).models[0] ?? {}).sort()).toEqual(['digest', 'indexes', 'manifest', 'signature']);
    expect(text(desk, 'kustomization.yaml')).toContain('- rollouts.yaml');
  });

  test('puts pieces and an index of each file into the store, by their digests', async () => {
    const desk = edgeDesk();
    const input = await signedModel('one');
    await newRollout(desk, 'defects', input);
    const [stored] = await allRollouts(desk.folder, desk.spec);
    const { indexes = {} } = stored?.rollouts[0]?.model ?? {};
    expect(Object.keys(indexes)).toEqual(['labels.txt', 'weights/model.onnx']);
    for (const digest of Object.values(indexes))
      expect(existsSync(join(input.store, 'index', `${digest.slice(7)}.caibx`))).toBe(true);
    expect(readdirSync(input.store).sort()).toEqual(['chunks', 'index']);
  });

  test('of the same model again changes nothing', async () => {
    const desk = edgeDesk();
    const input = await signedModel('one');
    const made = await newRollout(desk, 'defects', input);
    const before = contents(desk.folder);
    expect(await newRollout(desk, 'defects', input)).toEqual({ ...made, repeated: true });
    expect(contents(desk.folder)).toEqual(before);
  });

  test('is refused, and nothing is written, if its signature does not hold', async () => {
    const desk = edgeDesk();
    const refused = async (change: (input: Awaited<ReturnType<typeof signedModel>>) => object) => {
      const input = await signedModel('one');
      const codes = await codesOfRefusal(newRollout(desk, 'defects', { ...input, ...change(input) }));
      expect(existsSync(input.store)).toBe(false);
      return codes;
    };
    const stranger = await signedModel('one', testSigner());
    expect(await refused(() => ({ bundle: stranger.bundle }))).toEqual(['EDGE_MODEL_UNSIGNED']);
    const other = await signedModel('two');
    expect(await refused(() => ({ bundle: other.bundle }))).toEqual(['EDGE_MODEL_UNSIGNED']);
    expect(await refused(() => ({ manifest: other.manifest, bundle: other.bundle }))).toEqual(['EDGE_MODEL_DIFFERS']);
    expect(await refused(({ manifest }) => ({ bundle: manifest }))).toEqual(['EDGE_MODEL_UNSIGNED']);
    expect(await refused(() => ({ signer: 'nobody' }))).toEqual(['EDGE_SIGNER_UNKNOWN']);
    expect(await refused(() => ({ bundle: '/nowhere' }))).toEqual(['FILE_UNREADABLE']);
    expect(contents(at(desk))).toEqual({});
  });

  test('is refused if a signer may not sign for the team', async () => {
    const key = { kind: 'key', publicKey: VISION_CI.publicKey } as const;
    const signers = [
      { ...key, name: 'vision-ci', teams: ['speech'] },
      { ...key, name: 'other', publicKey: testSigner().publicKey },
    ];
    const desk = edgeDesk(edgePlatform({}, { releases: { signers } }));
    const input = { ...(await signedModel('one')), signer: 'vision-ci' };
    expect(await codesOfRefusal(newRollout(desk, 'defects', input))).toEqual(['EDGE_SIGNER_UNKNOWN']);
  });

  test('is for a server of the spec, and an engine cuts it', async () => {
    const desk = edgeDesk();
    const input = await signedModel('one');
    expect(await codesOfRefusal(newRollout(desk, 'defect', input))).toEqual(['EDGE_WORKLOAD_UNKNOWN']);
    expect(await codesOfRefusal(newRollout(desk, 'defects', { ...input, engine: '/no/desync' }))).toEqual([
      'EDGE_ENGINE_MISSING',
    ]);
    expect(await codesOfRefusal(newRollout(desk, 'defects', { ...input, engine: 'false' }))).toEqual([
      'EDGE_ENGINE_FAILED',
    ]);
    expect(contents(at(desk))).toEqual({});
  });
});

describe('a second rollout at once', () => {
  const second = async (change: object) => {
    const desk = edgeDesk();
    await newRollout(desk, 'defects', await signedModel('one'));
    const before = contents(desk.folder);
    const codes = await codesOfRefusal(newRollout(desk, 'defects', { ...(await signedModel('two')), ...change }));
    if (codes.length > 0) expect(contents(desk.folder)).toEqual(before);
    return codes;
  };

  test('is refused unless the hub says that the first is done, or the user wants it so', async () => {
    expect(await second({})).toEqual(['EDGE_ROLLOUT_OPEN']);
    expect(await second({ hub: await hubThatSays(saying('running')) })).toEqual(['EDGE_ROLLOUT_OPEN']);
    expect(await second({ hub: await hubThatSays(saying('done')) })).toEqual([]);
    expect(await second({ hub: await hubThatSays(saying('rolled-back')) })).toEqual([]);
    expect(await second({ hub: await hubThatSays('no') })).toEqual(['EDGE_HUB_SILENT']);
    expect(await second({ hub: 'localhost:9090' })).toEqual(['EDGE_HUB_SILENT']);
    expect(await second({ supersede: true })).toEqual([]);
  });

  test('of another workload is not refused, and by two programs none is lost', async () => {
    const servers = [edgeServer({ accelerators: 0 }), edgeServer({ accelerators: 0, name: 'scratches' })];
    const desk = edgeDesk(edgePlatform({ workloads: servers }));
    const models = [await signedModel('one'), await signedModel('two')] as const;
    await Promise.all([newRollout(desk, 'defects', models[0]), newRollout(desk, 'scratches', models[1])]);
    expect(told(desk).rollouts.map(({ workload }) => workload)).toEqual(['defects', 'scratches']);
  });
});

describe('a change', () => {
  test('pauses, goes on, tries again and judges the newest, each said twice as once', async () => {
    const desk = await two();
    const entry = () => told(desk).rollouts[1];
    for (const [kind, field, value] of [
      ['pause', 'paused', true],
      ['resume', 'paused', false],
    ] as const) {
      expect(await changeRollout(desk, 'defects', { kind })).toMatchObject({ number: 2, changed: true });
      expect(await changeRollout(desk, 'defects', { kind })).toMatchObject({ changed: false });
      expect(entry()).toMatchObject({ [field]: value });
    }
    await changeRollout(desk, 'defects', { kind: 'verdict', ring: 'canary', verdict: 'pass' });
    expect(entry()).toMatchObject({ verdicts: { canary: 'pass' } });
    await changeRollout(desk, 'defects', { kind: 'retry' });
    expect(entry()).toMatchObject({ attempt: 2, verdicts: {} });
    expect(
      await codesOfRefusal(changeRollout(desk, 'defects', { kind: 'verdict', ring: 'x', verdict: 'pass' })),
    ).toEqual(['EDGE_RING_MISSING']);
  });

  test('takes the newest back, so that the one before leads again, and never the first', async () => {
    const desk = await two();
    expect(await changeRollout(desk, 'defects', { kind: 'rollback' })).toEqual({
      workload: 'defects',
      number: 2,
      changed: true,
      leads: 1,
    });
    expect(told(desk).rollouts.map(({ withdrawn }) => withdrawn)).toEqual([false, true]);
    expect(await codesOfRefusal(changeRollout(desk, 'defects', { kind: 'rollback' }))).toEqual(['EDGE_ROLLOUT_FIRST']);
    // What was taken back does not stand in the way of a better one.
    expect(await codesOfRefusal(newRollout(desk, 'defects', await signedModel('three')))).toEqual([]);
  });

  test('needs a rollout', async () => {
    expect(await codesOfRefusal(changeRollout(edgeDesk(), 'defects', { kind: 'pause' }))).toEqual([
      'EDGE_ROLLOUT_NONE',
    ]);
  });

  test('of a rollout by hand is found', async () => {
    const desk = await two();
    const file = at(desk, 'defects/0001.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replace(/bytes: \d+/, 'bytes: 7'));
    expect(await codesOfRefusal(changeRollout(desk, 'defects', { kind: 'pause' }))).toEqual(['EDGE_ROLLOUT_CHANGED']);
    writeFileSync(file, 'kind: Else\n');
    expect(await codesOfRefusal(edgeStatus(desk))).toEqual(['EDGE_ROLLOUT_INVALID']);
  });
});

test('the state is what Git says, and what the hub says where it is asked', async () => {
  const desk = await two();
  await changeRollout(desk, 'defects', { kind: 'pause' });
  const { rollouts } = await edgeStatus(desk);
  expect(rollouts.map(({ number, wanted }) => [number, wanted])).toEqual([
    [1, 'superseded'],
    [2, 'paused'],
  ]);
  const { hub, rollouts: lines } = await edgeStatus(desk, await hubThatSays(saying('running')));
  expect(lines.map((line) => line.hub?.phase)).toEqual(['running', undefined]);
  expect(hub?.sites.map(({ name }) => name)).toEqual(['plant-7']);
});
