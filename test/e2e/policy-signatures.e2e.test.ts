import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Manifest } from '../../constructs/core/index.ts';
import { type AppliedManifests, applyManifests } from '../../rehearsal/apply/apply-manifests.ts';
import { moduleOperator } from '../../rehearsal/apply/module-operators.ts';
import { CONTENT, messageOf } from '../../rehearsal/cluster-client.ts';
import { type ControlPlane, startControlPlane } from '../../rehearsal/control-plane.ts';
import { buildEngines } from '../../rehearsal/engines.ts';
import { createSimulatedNodes, readyNodes } from '../../rehearsal/simulated-nodes.ts';
import { waitFor } from '../../rehearsal/wait.ts';
import { parsePlatform } from '../../spec/parse-platform.ts';
import { makeLock } from '../../workspace/lock/make-lock.ts';
import { renderTools } from '../../workspace/lock/render-tools.ts';
import { exception, policyPlatform } from '../constructs/policy/policy-sample.ts';
import { secretLooks } from '../laws/secret-search.ts';
import { rendered } from '../sample.ts';
import { type ImageStore, startImageStore } from './image-store.ts';
import { ACCELERATED, GOOD_LABELS, mounting, refusal, teamPod, workload } from './policy-plane.ts';

/** How long after its last answer a registration of Kyverno may take. Unit: milliseconds. */
const REGISTERED_MILLISECONDS = 90_000;

/** A machine of the sample's pool. */
const NODE = {
  name: 'gpu-0',
  labels: { 'plinth.dev/pool': 'train-h100' },
  taints: [{ key: 'nvidia.com/gpu', value: 'present', effect: 'NoSchedule' as const }],
  capacity: { cpu: '192', memory: '2Ti', 'nvidia.com/gpu': '8' },
};

/** Images of the registry by what is true of them. */
type Images = Record<'signed' | 'speech' | 'unsigned' | 'other' | 'excused' | 'over', string>;

async function signedImages(store: ImageStore): Promise<Images> {
  const pushed = async (name: string) => [name, await store.push(`vision/${name}`, name)] as const;
  const names = ['signed', 'speech', 'unsigned', 'other', 'excused', 'over'];
  const images = Object.fromEntries(await Promise.all(names.map(pushed))) as Images;
  await store.sign(images.signed, 'vision-ci');
  await store.sign(images.speech, 'speech-ci');
  await store.sign(images.other, 'stranger');
  return images;
}

function platformWith(store: ImageStore, images: Images, keys: Record<'vision' | 'speech', string>) {
  const signers = [
    { kind: 'key' as const, name: 'vision-ci', publicKey: keys.vision },
    { kind: 'key' as const, name: 'speech-ci', publicKey: keys.speech, teams: ['speech'] },
  ];
  const exceptions = [
    exception({ policy: 'image-signatures', images: [images.excused] }),
    exception({ name: 'over', policy: 'image-signatures', images: [images.over], until: '2020-01-31' }),
  ];
  const policy = { images: { registries: [store.host], signatures: 'enforce' as const }, exceptions };
  return policyPlatform(policy, { releases: { signers } });
}

describe('a whole platform with policy and the real Kyverno', () => {
  let plane: ControlPlane;
  let store: ImageStore;
  let applied: AppliedManifests;
  let manifests: readonly Manifest[];
  let images: Images;

  beforeAll(async () => {
    await buildEngines(['core', 'tools', 'batch', 'policy']);
    store = await startImageStore();
    const keys = { vision: await store.keyPair('vision-ci'), speech: await store.keyPair('speech-ci') };
    await store.keyPair('stranger');
    images = await signedImages(store);
    plane = await startControlPlane();
    const input = platformWith(store, images, keys);
    const { lock } = await makeLock(parsePlatform(input).spec, {
      charts: { kind: 'modules' },
      digests: 'skip',
      tools: await renderTools('1.36'),
    });
    const { platform, ...drawn } = rendered(input, lock);
    manifests = drawn.manifests;
    const addOn = platform.addOns.find(({ component }) => component.name === 'kyverno');
    const before = await moduleOperator(plane, 'kyverno', addOn);
    applied = await applyManifests(plane, manifests, { before });
    await createSimulatedNodes(plane.client, [NODE]);
    await readyNodes(plane.client);
    await waitFor(
      async () =>
        ((await refusal(plane, teamPod({ image: images.unsigned }))) ?? '').includes('cosign sign') || undefined,
      {
        what: 'Kyverno to be asked',
        timeoutMilliseconds: REGISTERED_MILLISECONDS,
        explain: async () => `${await refusal(plane, teamPod({ image: images.unsigned }))}\n${await webhooks()}`,
      },
    );
  }, 900_000);
  afterAll(async () => {
    store?.stop();
    await plane?.stop();
  });

  async function webhooks(): Promise<string> {
    const { stdout } = await plane.kubectl([
      'get',
      'validatingwebhookconfigurations,imagevalidatingpolicies',
      '-o',
      'yaml',
    ]);
    return stdout;
  }

  test('is accepted in one pass, without a single rejection', () => {
    expect(applied.rejections).toEqual([]);
    expect(applied.controllers.map(({ name }) => name)).toContain('kyverno');
  });

  test('renders nothing secret, also where a lock holds what the charts contain', () => {
    expect(manifests.flatMap(({ object }) => secretLooks(object))).toEqual([]);
  });

  test.each([
    ['an image that a trusted key signed', () => teamPod({ image: images.signed })],
    ['a model that a trusted key signed', () => teamPod({ image: images.signed, ...mounting(images.signed) })],
    [
      'an image signed by who may sign for this team only',
      () => teamPod({ image: images.speech, namespace: 'speech' }),
    ],
    ['an unsigned image that an exception names', () => teamPod({ image: images.excused })],
  ])('admits %s', async (_, object) => {
    expect(await refusal(plane, object())).toBeUndefined();
  });

  test.each([
    ['an unsigned image', () => teamPod({ image: images.unsigned })],
    ['an image that another key signed', () => teamPod({ image: images.other })],
    ['an unsigned model beside a signed image', () => teamPod({ image: images.signed, ...mounting(images.unsigned) })],
    ['an image signed by who may sign for another team only', () => teamPod({ image: images.speech })],
    ['an unsigned image whose exception is over', () => teamPod({ image: images.over })],
  ])('refuses %s', async (_, object) => {
    const said = await refusal(plane, object());
    expect(said).toContain('plinth-image-signatures');
    expect(said).toContain('must be signed by vision-ci or speech-ci (for speech)');
  });

  test('refuses another image and a container for debugging in a running pod, and lets it change the rest', async () => {
    const path = '/api/v1/namespaces/vision/pods';
    const body = teamPod({ image: images.signed });
    const made = await plane.client.send({ method: 'POST', path, body });
    expect(made.status, messageOf(made)).toBe(201);
    const change = (patch: object[], of = '') =>
      plane.client.send({ method: 'PATCH', path: `${path}/tried${of}`, body: patch, contentType: CONTENT.jsonPatch });
    const debug = { ...body.spec.containers[0], name: 'debug', resources: undefined, image: images.unsigned };
    const add = [{ op: 'add', path: '/spec/ephemeralContainers', value: [debug] }];
    expect(messageOf(await change(add, '/ephemeralcontainers'))).toContain('plinth-image-signatures');
    const swapped = await change([{ op: 'replace', path: '/spec/containers/0/image', value: images.unsigned }]);
    expect(messageOf(swapped)).toContain('plinth-image-signatures');
    expect((await change([{ op: 'add', path: '/metadata/labels/a', value: 'b' }])).status).toBe(200);
  });

  test('has a job of a team admitted by Kueue and its signed image started', async () => {
    const object = workload('batch/v1', 'Job', GOOD_LABELS, { image: images.signed, ...ACCELERATED });
    const { status, ...refused } = await plane.client.apply(object);
    expect(status, JSON.stringify(refused)).toBeLessThan(300);
    await waitFor(
      async () => {
        const { items } = await plane.client.get<{ items: unknown[] }>(
          '/api/v1/namespaces/vision/pods?labelSelector=batch.kubernetes.io/job-name=tried',
        );
        return items.length > 0 || undefined;
      },
      {
        what: 'a pod of the job',
        timeoutMilliseconds: 60_000,
        explain: async () => (await plane.kubectl(['get', 'events', '-n', 'vision'])).stdout,
      },
    );
  });

  describe('while Kyverno does not answer', () => {
    beforeAll(async () => {
      await plane.program('kyverno.kyverno-admission-controller')?.stop();
    });

    test('new pods of teams wait', async () => {
      expect(await refusal(plane, teamPod({ image: images.signed }))).toContain('failed calling webhook');
    });

    test.each(['kube-system', 'kyverno', 'kueue-system'])('pods of %s are made', async (namespace) => {
      expect(await refusal(plane, teamPod({ image: images.unsigned, namespace }))).toBeUndefined();
    });

    test('running pods of teams change their labels and go, and everything but pods goes on', async () => {
      const path = '/api/v1/namespaces/vision/pods/tried';
      const body = { metadata: { labels: { c: 'd' } } };
      const changed = await plane.client.send({ method: 'PATCH', path, body, contentType: CONTENT.merge });
      expect(changed.status, messageOf(changed)).toBe(200);
      expect((await plane.client.send({ method: 'DELETE', path })).status).toBeLessThan(300);
      expect(await refusal(plane, workload('apps/v1', 'Deployment', GOOD_LABELS))).toBeUndefined();
      expect(
        await refusal(plane, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'fresh' } }),
      ).toBeUndefined();
    });
  });
});
