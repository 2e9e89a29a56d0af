import { spawnSync } from 'node:child_process';
import { createHash, randomInt } from 'node:crypto';
import { readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type ControlPlane, startControlPlane } from '../../rehearsal/control-plane.ts';
import { buildEngines } from '../../rehearsal/engines.ts';
import { createSimulatedNodes } from '../../rehearsal/simulated-nodes.ts';
import { waitFor } from '../../rehearsal/wait.ts';
import type { HubStatus, SiteStatus } from './edge-status.ts';
import { pretendedCluster, realCluster } from './plant-cluster.ts';
import { OPEN, PlantFleet } from './plant-fleet.ts';
import { HAS_ROOTS } from './pod-root.ts';

if (!HAS_ROOTS) console.log('skipped: pods as they are rendered need root and chroot');

/** User of the server of the model, and the group that its pod is given for the models. */
const SERVER = 10_001;
const EDGE_USER = 65_532;
const CURRENT = '/var/lib/plinth-edge/workloads/defects/current';
/** Bytes of a model; `model.sh` makes it. */
const MODEL = 8_388_608;

describe.runIf(HAS_ROOTS)(
  'the plants of examples/edge-fleet, with the real hub and agents as they are rendered',
  () => {
    const fleet = new PlantFleet();
    const unwell = new Set<string>();
    let plane: ControlPlane;
    let [first, second] = ['', ''];

    beforeAll(async () => {
      await buildEngines(['core', 'tools', 'edge']);
      await fleet.start();
      plane = await startControlPlane();
      const capacity = { cpu: '6', memory: '8Gi', 'nvidia.com/gpu': '1' };
      await createSimulatedNodes(plane.client, [{ name: 'lyon-box', capacity }]);
      // k3s brings it.
      const runtime = {
        apiVersion: 'node.k8s.io/v1',
        kind: 'RuntimeClass',
        metadata: { name: 'nvidia' },
        handler: 'nvidia',
      };
      expect((await plane.client.apply(runtime)).status).toBe(201);
      const { code, stderr } = await plane.kubectl(['apply', '-k', join(fleet.home, 'clusters/prod/edge/lyon')]);
      expect(code, stderr).toBe(0);
      // Addresses of this machine alone, so that each plant has the port that is rendered.
      const net = `127.${randomInt(1, 255)}.${randomInt(0, 256)}`;
      await fleet.open('lyon', await realCluster(plane, `${net}.1`, unwell));
      await fleet.open('porto', await pretendedCluster(`${net}.2`, unwell));
      await fleet.open('tromso', await pretendedCluster(`${net}.3`, unwell));
    }, 1_800_000);
    afterAll(async () => {
      await fleet.stop();
      await plane?.stop();
    });

    test('a model that cosign signed comes to Lyon, and when it is well there to the others', async () => {
      await fleet.model('1');
      first = (await fleet.rollOut('1')).model;
      const said = await fleet.until('the first model', done(1));
      expectLyonFirst(said, first);
      expect(['lyon', 'porto', 'tromso'].map(active)).toEqual([first, first, first]);
    });

    test('the server at Lyon was started again for it, by the right that is rendered and no other', async () => {
      expect(await annotation()).toBe(first);
      const may = async (...words: string[]) =>
        (
          await plane.kubectl(['auth', 'can-i', ...words, '--as=system:serviceaccount:plinth-edge:plinth-edge-agent'])
        ).stdout.trim();
      expect(await may('patch', 'deployments/defects', '-n', 'vision')).toBe('yes');
      expect(await may('patch', 'deployments/another', '-n', 'vision')).toBe('no');
      expect(await may('get', 'secrets', '-n', 'plinth-edge')).toBe('no');
    });

    test('the server may read its model and not change it', () => {
      const file = fleet.plants.get('lyon')?.pod.at(join(CURRENT, 'model.onnx')) ?? '';
      const as = (words: string) => spawnSync('sh', ['-c', words], { uid: SERVER, gid: EDGE_USER }).status;
      expect(as(`cmp ${file} ${join(fleet.home, 'model-1/model.onnx')}`)).toBe(0);
      expect(as(`echo x >> ${file}`)).not.toBe(0);
      expect(as(`ln -sfn elsewhere ${join(file, '../../current')}`)).not.toBe(0);
    });

    test('over a bad link a new version sends what differs; paused it stays in its ring', async () => {
      await fleet.links.make('tromso', 'latency', { latency: 150, jitter: 50 });
      await fleet.links.make('tromso', 'bandwidth', { rate: 60 });
      const before = siteOf(await fleet.status(), 'tromso').link;
      await fleet.model('2');
      second = (await fleet.rollOut('2')).model;
      await fleet.until('the second model to be meant for Lyon', (status) => wanted(status, 'lyon') === second);
      await fleet.change('pause');
      await fleet.until(
        'Lyon',
        (status) => siteOf(status, 'lyon').workloads[0]?.outcome === 'healthy' && active('lyon') === second,
      );
      await sleep(2_500);
      const paused = await fleet.status();
      expect([paused.rollouts.at(-1)?.phase, wanted(paused, 'porto'), active('porto')]).toEqual([
        'paused',
        first,
        first,
      ]);
      await fleet.change('resume');
      await fleet.until('Tromsø to fetch it', (status) => siteOf(status, 'tromso').workloads[0]?.phase === 'fetching');
      for (let cut = 0; cut < 3; cut += 1) {
        await fleet.links.enable('tromso', false);
        await sleep(300);
        await fleet.links.enable('tromso', true);
        await sleep(300);
      }
      const said = await fleet.until('the second model', done(2));
      const { cuts, receivedBytes, savedBytes } = siteOf(said.at(-1), 'tromso').link;
      expect((receivedBytes - before.receivedBytes) / MODEL).toBeLessThan(0.1);
      expect((savedBytes - before.savedBytes) / MODEL).toBeGreaterThan(0.9);
      expect(cuts).toBeGreaterThan(0);
      expect(active('tromso')).toBe(second);
    });

    test('a bad one is at Lyon alone, which goes back by itself; the hub takes it back and says so', async () => {
      await fleet.model('3', 'nothing\n');
      unwell.add(digestOf('3'));
      const { model } = await fleet.rollOut('3');
      const said = await fleet.until(
        'the way back',
        (status) => status.rollouts.at(-1)?.phase === 'rolled-back' && active('lyon') === second,
      );
      for (const status of said) for (const name of ['porto', 'tromso']) expect(wanted(status, name)).toBe(second);
      await vi.waitFor(async () => expect(await annotation()).toBe(second), { timeout: 10_000 });
      const { code, stdout } = await fleet.plinth(`edge status platform.yaml --out clusters/prod --hub ${fleet.hub}`);
      expect(code).toBe(0);
      expect(stdout).toMatch(new RegExp(`defects +3 +leads +${model} .*rolled-back.*lyon \\(unhealthy\\)`));
      expect(stdout).toMatch(new RegExp(`porto \\(all\\) online\\n {2}defects: has what it should .*${second}`));
    });

    test('a rollback goes out of hours too', async () => {
      await fleet.change('rollback');
      shut(fleet, 'porto', true);
      await fleet.synth();
      await fleet.change('rollback');
      await fleet.until('the first model everywhere', () =>
        ['lyon', 'porto', 'tromso'].every((name) => active(name) === first),
      );
      const { stdout } = await fleet.plinth(`edge status platform.yaml --out clusters/prod --hub ${fleet.hub} --json`);
      const { rollouts } = JSON.parse(stdout) as { rollouts: readonly { wanted: string }[] };
      expect(rollouts.map((each) => each.wanted)).toEqual(['leads', 'withdrawn', 'withdrawn']);
      shut(fleet, 'porto', false);
    });

    test('a plant whose identity was taken away gets nothing more', async () => {
      Object.assign(fleet.spec.edge?.sites[2] ?? {}, { revoked: true });
      await fleet.synth();
      await waitFor(
        async () => /refused_identities_total\{reason="revoked"\} [1-9]/.test(await fleet.figures()) || undefined,
        {
          what: 'the refusal',
          timeoutMilliseconds: 20_000,
        },
      );
      await fleet.model('4');
      const { model } = await fleet.rollOut('4');
      await fleet.until('the fourth model', done(4));
      expect(['lyon', 'porto', 'tromso'].map(active)).toEqual([model, model, first]);
    });

    test('a model signed with another key is refused by Plinth, and by a plant whose hub was broken into', async () => {
      const before = active('lyon');
      await fleet.model('5', undefined, 'thief');
      const { code, said: words } = await fleet.rollOut('5');
      expect([code, words.includes('EDGE_MODEL_UNSIGNED')]).toEqual([1, true]);
      await breakIn(fleet);
      const said = await fleet.until(
        'the refusal',
        (status) => siteOf(status, 'lyon').workloads[0]?.outcome === 'failed',
      );
      expect(siteOf(said.at(-1), 'lyon').workloads[0]?.cause).toBe('signature');
      expect(active('lyon')).toBe(before);
    });

    function active(name: string): string {
      try {
        return `sha256:${basename(readlinkSync(fleet.plants.get(name)?.pod.at(CURRENT) ?? ''))}`;
      } catch {
        return '';
      }
    }

    function digestOf(model: string): string {
      return `sha256:${createHash('sha256')
        .update(fleet.read(`model-${model}.json`))
        .digest('hex')}`;
    }

    async function annotation(): Promise<string | undefined> {
      const { spec } = await plane.client.get<Deployment>('/apis/apps/v1/namespaces/vision/deployments/defects');
      return spec.template.metadata.annotations?.['plinth.dev/model'];
    }
  },
);

interface Deployment {
  readonly spec: {
    readonly template: { readonly metadata: { readonly annotations?: Readonly<Record<string, string>> } };
  };
}

/** Whether a rollout has come to its end, and well. */
function done(number: number): (status: HubStatus) => boolean {
  return ({ rollouts }) => rollouts.some((each) => each.number === number && each.phase === 'done');
}

function siteOf(status: HubStatus | undefined, name: string): SiteStatus {
  const found = status?.sites.find((each) => each.name === name);
  if (found === undefined) throw new Error(`the hub knows no ${name}`);
  return found;
}

/** The model that a plant is meant to have. */
function wanted(status: HubStatus, name: string): string {
  return siteOf(status, name).workloads[0]?.desired ?? '';
}

/** At no moment was a model meant for the second ring before it was well in the first. */
function expectLyonFirst(said: readonly HubStatus[], model: string): void {
  expect(said.some((status) => wanted(status, 'lyon') === model && wanted(status, 'porto') !== model)).toBe(true);
  for (const status of said.filter((each) => wanted(each, 'porto') === model || wanted(each, 'tromso') === model)) {
    const [lyon] = siteOf(status, 'lyon').workloads;
    expect([lyon?.active, lyon?.outcome]).toEqual([model, 'healthy']);
  }
}

/** Gives a plant a window that is not now, or one that is always. */
function shut({ spec }: PlantFleet, name: string, now: boolean): void {
  const hour = (more: number) => `${String((new Date().getUTCHours() + more) % 24).padStart(2, '0')}:00`;
  const link = spec.edge?.sites.find((site) => site.name === name)?.link ?? {};
  Object.assign(link, { zone: 'UTC', windows: [now ? { from: hour(6), to: hour(7) } : OPEN] });
}

/** Has the hub trust the thief's key, and tell of a model that is signed with it. */
async function breakIn(fleet: PlantFleet): Promise<void> {
  const [hub, rollouts] = ['hub.json', 'rollouts.json'].map((name) => fleet.hubFile(name)) as [string, string];
  const config = JSON.parse(readFileSync(hub, 'utf8')) as { signers: object[] };
  config.signers = [{ name: 'vision-ci', publicKey: fleet.read('thief.pub') }];
  const told = JSON.parse(readFileSync(rollouts, 'utf8')) as { models: object[]; rollouts: object[] };
  const manifest = Buffer.from(fleet.read('model-5.json'));
  const digest = `sha256:${createHash('sha256').update(manifest).digest('hex')}`;
  const bundle = Buffer.from(fleet.read('model-5.sigstore.json')).toString('base64');
  const signature = { signer: 'vision-ci', bundle };
  told.models = [{ ...told.models.at(-1), digest, manifest: manifest.toString('base64'), signature }];
  told.rollouts = [{ ...told.rollouts.at(-1), number: 5, model: digest }];
  writeFileSync(rollouts, JSON.stringify(told));
  writeFileSync(hub, JSON.stringify(config));
}
