import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { messageOf } from '../../rehearsal/cluster-client.ts';
import { type ControlPlane, startControlPlane } from '../../rehearsal/control-plane.ts';
import { buildEngines } from '../../rehearsal/engines.ts';
import { waitFor } from '../../rehearsal/wait.ts';
import { HIGH, job, MEGA, podOf } from '../constructs/training/daemon-sample.ts';
import { objectsOfJob } from '../constructs/training/training-sample.ts';
import { rendered } from '../sample.ts';
import { batchComponents } from './batch-components.ts';
import { dryRun } from './tenancy-plane.ts';
import { pod } from './tenancy-pods.ts';

type Json = Record<string, unknown>;
interface Pod {
  readonly metadata: { name: string; namespace: string; annotations: Record<string, string> };
  readonly spec: { initContainers: Json[]; containers: Json[]; volumes: Json[] } & Json;
}
type Change = (pod: Pod) => void;

/** The pod of a job with a receive daemon, as Trainer would make it, changed. */
function jobPod(input: Parameters<typeof job>[0], change: Change = () => undefined, namespace = 'vision-fabric'): Pod {
  const { metadata, spec } = structuredClone(podOf(job(input))) as unknown as Pod;
  const made = { apiVersion: 'v1', kind: 'Pod', metadata: { ...metadata, name: 'llama-0', namespace }, spec };
  for (const container of made.spec.containers) container['resources'] = { limits: { 'nvidia.com/gpu': '8' } };
  change(made);
  return made;
}

const daemon =
  (change: (container: Json) => void): Change =>
  ({ spec }) =>
    change(spec.initContainers[0] as Json);
const program =
  (change: (container: Json) => void): Change =>
  ({ spec }) =>
    change(spec.containers[0] as Json);
const set = (values: Json) => (container: Json) => Object.assign(container, values);
const plain = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } };

const WORD_FOR_WORD = /must be the platform’s receive daemon, word for word/;
const REFUSED: readonly (readonly [string, Change, RegExp])[] = [
  ['another image', daemon(set({ image: 'registry.example.org/any:1' })), WORD_FOR_WORD],
  ['another command', daemon(set({ command: ['sh'] })), WORD_FOR_WORD],
  ['arguments', daemon(set({ args: ['-c', 'id'] })), WORD_FOR_WORD],
  [
    'another variable',
    daemon((c) => (c['env'] as Json[]).push({ name: 'LD_PRELOAD', value: '/run/x.so' })),
    WORD_FOR_WORD,
  ],
  ['another value', daemon((c) => Object.assign((c['env'] as Json[])[0] as Json, { value: '/home' })), WORD_FOR_WORD],
  ['a hook', daemon(set({ lifecycle: { postStart: { exec: { command: ['id'] } } } })), WORD_FOR_WORD],
  ['a probe', daemon(set({ livenessProbe: { exec: { command: ['id'] } } })), WORD_FOR_WORD],
  ['another probe', daemon(set({ startupProbe: { exec: { command: ['id'] } } })), WORD_FOR_WORD],
  [
    'one capability more',
    daemon(
      (c) =>
        (c['securityContext'] = {
          ...plain,
          runAsUser: 0,
          capabilities: { drop: ['ALL'], add: ['NET_ADMIN', 'SYS_ADMIN'] },
        }),
    ),
    WORD_FOR_WORD,
  ],
  [
    'a mount more',
    daemon((c) => (c['volumeMounts'] as Json[]).push({ name: 'gpudirect-sys', mountPath: '/x' })),
    WORD_FOR_WORD,
  ],
  [
    'a mount that may be written',
    daemon((c) => ((c['volumeMounts'] as Json[])[1] = { name: 'gpudirect-sys', mountPath: '/hostsysfs' })),
    WORD_FOR_WORD,
  ],
  [
    'a message on a path of the machine',
    daemon(set({ terminationMessagePath: '/hostprocsysfs/kernel/core_pattern' })),
    WORD_FOR_WORD,
  ],
  ['an ordinary container', daemon(set({ restartPolicy: undefined, startupProbe: undefined })), WORD_FOR_WORD],
  ['privileges', daemon(set({ securityContext: { privileged: true } })), /may not be privileged|word for word/],
  [
    'half of the accelerators',
    program(set({ resources: { limits: { 'nvidia.com/gpu': '4' } } })),
    /all 8 accelerators/,
  ],
  [
    'its name for the program',
    ({ spec }) => {
      spec.containers.push({ name: 'tcpxo-daemon', image: 'a', securityContext: plain });
      spec.initContainers.pop();
    },
    /only a side-car/,
  ],
  [
    'its settings for the program',
    program((c) => (c['volumeMounts'] as Json[]).push({ name: 'gpudirect-proc-sys', mountPath: '/x' })),
    /only the receive daemon may mount/,
  ],
  ['its folders without it', ({ spec }) => spec.initContainers.pop(), /only for pods with a receive daemon/],
  [
    'libraries of the team’s own',
    ({ spec }) =>
      (spec.volumes[spec.volumes.findIndex(({ name }) => name === 'gpudirect-libraries')] = {
        name: 'gpudirect-libraries',
        emptyDir: {},
      }),
    /receive daemon’s own/,
  ],
  [
    'another path of the machine',
    ({ spec }) => spec.volumes.push({ name: 'root', hostPath: { path: '/' } }),
    /volumes of a fabric namespace may only be/,
  ],
  [
    'its folder under another name',
    ({ spec }) => spec.volumes.push({ name: 'settings', hostPath: { path: '/proc/sys' } }),
    /volumes of a fabric namespace may only be/,
  ],
  [
    'a disk of the machine',
    ({ metadata }) => (metadata.annotations['devices.gke.io/container.node'] = '- path: /dev/sda\n'),
    /may only ask for the devices/,
  ],
  [
    'a disk for every container',
    ({ metadata }) => (metadata.annotations['devices.gke.io'] = '- path: /dev/sda\n'),
    /may only ask for the devices/,
  ],
  ['a root program beside it', program(set({ securityContext: { ...plain, runAsUser: 0 } })), /may not run as user 0/],
  [
    'a program that rules networks',
    program(
      set({
        securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'], add: ['NET_ADMIN'] } },
      }),
    ),
    /may add only IPC_LOCK/,
  ],
];

/** A restricted pod of a namespace without a fabric that asks the machine for something. */
function asking(key: string): Pod {
  const restricted = pod('vision', 'tried') as unknown as Pod;
  return { ...restricted, metadata: { ...restricted.metadata, annotations: { [key]: '- path: /dev/sda' } } };
}

describe.each([
  ['GPUDirect-TCPXO', MEGA, 'tcpxo-daemon'],
  ['GPUDirect-TCPX', HIGH, 'tcpx-daemon'],
] as const)('fabric namespaces with %s', (_, input, name) => {
  let plane: ControlPlane;
  const tried = (pod: Pod) => dryRun(plane, `/api/v1/namespaces/${pod.metadata.namespace}/pods`, pod);

  beforeAll(async () => {
    await buildEngines(['core', 'tools', 'batch']);
    plane = await startControlPlane({ kubelet: 'none' });
    for (const { object } of rendered(input).manifests.filter(({ room }) => room === 'tenancy'))
      expect(await plane.client.apply(object)).toMatchObject({
        status: expect.toSatisfy((status) => status < 300),
        warnings: [],
      });
    const bad = jobPod(input, daemon(set({ image: 'registry.example.org/any:1' })));
    const shown = asking('devices.gke.io/pod');
    await waitFor(
      async () =>
        /word for word/.test((await tried(bad)) ?? '') && /are for pods of fabric/.test((await tried(shown)) ?? '')
          ? true
          : undefined,
      {
        what: 'the rules to be enforced',
        timeoutMilliseconds: 60_000,
      },
    );
  });
  afterAll(() => plane?.stop());

  test('take the pod that the training room writes', async () => {
    expect(await tried(jobPod(input))).toBeUndefined();
  });

  test('take it alone: elsewhere neither it is let in, nor what asks for devices or cards', async () => {
    expect(await tried(jobPod(input, undefined, 'vision'))).toContain('violates PodSecurity');
    for (const key of ['devices.gke.io', 'devices.gke.io/pod', 'networking.gke.io/interfaces'])
      expect(await tried(asking(key))).toContain('are for pods of fabric namespaces');
    expect(await tried(asking('example.org/any'))).toBeUndefined();
  });

  test.each(name === 'tcpxo-daemon' ? REFUSED : [])('refuse %s', async (__, change, words) => {
    expect(await tried(jobPod(input, change))).toMatch(words);
  });

  test('let nobody into the daemon, change its image, or ask for devices later', async () => {
    const path = `/api/v1/namespaces/vision-fabric/pods/llama-0`;
    const made = await plane.client.send({
      method: 'POST',
      path: '/api/v1/namespaces/vision-fabric/pods',
      body: jobPod(input),
    });
    expect(made.status, messageOf(made)).toBe(201);
    for (const way of ['exec', 'attach']) {
      const into = (container: string) =>
        plane.client.send({ method: 'POST', path: `${path}/${way}?container=${container}&command=id&stdout=true` });
      expect(messageOf(await into(name))).toContain('nobody may run commands in the receive daemon');
      expect(messageOf(await into('node'))).not.toContain('plinth');
    }
    const patched = async (body: object) =>
      messageOf(
        await plane.client.send({
          method: 'PATCH',
          path: `${path}?dryRun=All`,
          body,
          contentType: 'application/json-patch+json',
        }),
      );
    const image = { op: 'replace', path: '/spec/initContainers/0/image', value: 'registry.example.org/any:1' };
    expect(await patched([image])).toContain('may not be changed');
    const disk = { op: 'add', path: '/metadata/annotations/devices.gke.io~1pod', value: '- path: /dev/sda' };
    expect(await patched([disk])).toContain('may only ask for the devices');
    const fine = await plane.client.send({
      method: 'PATCH',
      path: `${path}?dryRun=All`,
      body: { metadata: { labels: { a: 'b' } } },
      contentType: 'application/merge-patch+json',
    });
    expect(fine.status).toBe(200);
    const look = {
      name: 'look',
      image: 'a',
      securityContext: plain,
      volumeMounts: [{ name: 'gpudirect-proc-sys', mountPath: '/x' }],
    };
    const added = await plane.client.send({
      method: 'PATCH',
      path: `${path}/ephemeralcontainers`,
      body: { spec: { ephemeralContainers: [look] } },
      contentType: 'application/merge-patch+json',
    });
    expect(messageOf(added)).toContain('only the receive daemon may mount');
  });

  test('stand beside definitions of Trainer that take the job and its runtime, strictly', async () => {
    const kinds = (await batchComponents(plane)).filter(({ metadata }) =>
      /^(trainjobs|trainingruntimes)\.trainer/.test(metadata.name),
    );
    expect(kinds).toHaveLength(2);
    for (const kind of kinds) await plane.client.apply(kind);
    for (const object of objectsOfJob(job(input))) {
      const answer = await waitFor(
        async () => {
          const tries = await plane.client.apply(object).catch(() => undefined);
          return tries?.status === 404 ? undefined : tries;
        },
        { what: 'the definitions to be served', timeoutMilliseconds: 30_000 },
      );
      expect(answer, messageOf(answer)).toMatchObject({ warnings: [] });
      expect(answer.status, messageOf(answer)).toBeLessThan(300);
    }
  });
});
