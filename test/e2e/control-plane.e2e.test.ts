import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { messageOf } from '../../rehearsal/cluster-client.ts';
import { type ControlPlane, startControlPlane } from '../../rehearsal/control-plane.ts';
import { buildEngines, engines } from '../../rehearsal/engines.ts';
import { applyAll, type Installation, install } from '../../rehearsal/install.ts';
import type { KubernetesObject } from '../../rehearsal/kubernetes-object.ts';
import { createSimulatedNodes, readyNodes } from '../../rehearsal/simulated-nodes.ts';
import { waitFor } from '../../rehearsal/wait.ts';
import { batchComponents } from './batch-components.ts';
import * as workload from './batch-workloads.ts';

/** How long a workload may take to be admitted and run. Unit: milliseconds. */
const WORKLOAD_MILLISECONDS = 180_000;

interface Condition {
  readonly type: string;
  readonly status: string;
}

/** An object with the fields of a status that the tests look at. */
interface Observed extends KubernetesObject {
  readonly status?: {
    readonly conditions?: readonly Condition[];
    readonly readyReplicas?: number;
    readonly state?: string;
    readonly jobStatus?: string;
    readonly applicationState?: { readonly state?: string };
  };
}

describe('the batch components of a platform on a real control plane', () => {
  let plane: ControlPlane;
  let installed: Installation;

  beforeAll(async () => {
    await buildEngines(['core', 'tools', 'batch']);
    plane = await startControlPlane();
    installed = await install(plane, await batchComponents(plane));
    const nodes = ['gpu-0', 'gpu-1', 'gpu-2', 'gpu-3'].map((name) => ({
      name,
      labels: { pool: 'h100' },
      capacity: { cpu: '192', memory: '2Ti', 'nvidia.com/gpu': '8' },
    }));
    await createSimulatedNodes(plane.client, nodes);
    await waitFor(async () => ((await readyNodes(plane.client)).length === nodes.length ? true : undefined), {
      what: 'the simulated nodes',
      timeoutMilliseconds: 120_000,
    });
    expect((await applyAll(plane.client, workload.QUEUE)).rejections).toEqual([]);
  }, 1_800_000);

  afterAll(() => plane?.stop());

  async function submit(object: KubernetesObject): Promise<void> {
    const answer = await plane.client.apply(object);
    expect(answer.status, messageOf(answer)).toBe(201);
  }

  /** Waits until the object's own status says what is wanted; tells the events of its namespace if it never does. */
  async function until(object: KubernetesObject, done: (seen: Observed) => boolean): Promise<Observed> {
    const path = await plane.client.pathOf(object);
    const look = async () => {
      const seen = await plane.client.get<Observed>(path);
      return done(seen) ? seen : undefined;
    };
    return waitFor(look, {
      what: `${object.kind} ${object.metadata.name}`,
      timeoutMilliseconds: WORKLOAD_MILLISECONDS,
      explain: async () => {
        const args = ['get', 'pods,workloads,events', '-n', 'default', '-o', 'wide'];
        return (await plane.kubectl(args)).stdout + JSON.stringify(await plane.client.get(path), null, 1);
      },
    });
  }

  const has = (type: string) => (seen: Observed) =>
    seen.status?.conditions?.some((condition) => condition.type === type && condition.status === 'True') ?? false;

  async function workloads(): Promise<Observed[]> {
    const path = '/apis/kueue.x-k8s.io/v1beta2/namespaces/default/workloads';
    return (await plane.client.get<{ items: Observed[] }>(path)).items;
  }

  async function admitted(): Promise<string[]> {
    return (await workloads()).filter(has('Admitted')).map(({ metadata }) => metadata.name);
  }

  test('the audit says who changed what, without what stands in it', async () => {
    const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'audited', namespace: 'default' } };
    await submit({ ...secret, stringData: { password: 'not-to-be-written-down' } });
    const log = await waitFor(
      async () => {
        const text = readFileSync(plane.files.log('audit'), 'utf8');
        return text.includes('"name":"audited"') ? text : undefined;
      },
      { what: 'the audit', timeoutMilliseconds: 60_000 },
    );
    const entry = log.split('\n').find((line) => line.includes('"name":"audited"')) ?? '';
    expect(JSON.parse(entry)).toMatchObject({
      level: 'Metadata',
      user: { username: 'rehearsal-admin' },
      objectRef: { resource: 'secrets', namespace: 'default' },
      responseStatus: { code: 201 },
    });
    expect(log).not.toContain('not-to-be-written-down');
  });

  test('takes every object of every component in the first pass, without a warning', () => {
    expect(installed.rejections).toEqual([]);
    expect(installed.warnings).toEqual([]);
  });

  test('runs the real controllers at the pinned versions', () => {
    const pinned = Object.fromEntries(engines().map(({ name, version }) => [name, version]));
    const running = installed.controllers.map(({ name, version }) => [name, version]);
    expect(new Set(running.map(([name]) => name))).toEqual(
      new Set(['kueue', 'jobset', 'lws', 'trainer', 'kuberay', 'spark-operator']),
    );
    for (const [name = '', version] of running) expect(version).toBe(pinned[name]);
  });

  test('lists every difference between what is delivered and what is rehearsed', () => {
    const changes = installed.rewrites.map(({ object, change }) => `${object}: ${change}`);
    const kueueWebhook = 'webhook vclusterqueue.kb.io: calls https://127.0.0.1:';
    expect(changes.some((change) => change.includes(kueueWebhook))).toBe(true);
    expect(changes.some((change) => change.includes('left out: an aggregated API'))).toBe(true);
    expect(changes.some((change) => change.includes('a stand-in answers as its dashboard'))).toBe(true);
  });

  test('refuses a field that nobody knows', async () => {
    const answer = await plane.client.apply({
      ...workload.JOB,
      metadata: { name: 'typo', namespace: 'default' },
      spec: { ...(workload.JOB.spec as object), paralellism: 2 },
    });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(messageOf(answer)).toContain('paralellism');
  });

  test('refuses what Pod Security forbids', async () => {
    const labels = { 'pod-security.kubernetes.io/enforce': 'restricted' };
    await submit({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'strict', labels } });
    const answer = await plane.client.apply({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'root', namespace: 'strict' },
      spec: { containers: [{ name: 'root', image: 'x', securityContext: { privileged: true } }] },
    });
    expect(answer.status).toBe(403);
    expect(messageOf(answer)).toContain('violates PodSecurity');
  });

  test('refuses a queue that borrows without a cohort', async () => {
    const [, queue] = workload.QUEUE;
    const spec = structuredClone(queue?.spec) as {
      resourceGroups: { flavors: { resources: { borrowingLimit?: string }[] }[] }[];
    };
    for (const resource of spec.resourceGroups[0]?.flavors[0]?.resources ?? []) resource.borrowingLimit = '1';
    const answer = await plane.client.apply({
      apiVersion: 'kueue.x-k8s.io/v1beta2',
      kind: 'ClusterQueue',
      metadata: { name: 'borrower' },
      spec,
    });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(messageOf(answer)).toContain('borrowingLimit');
  });

  test('admits a Job of eight GPUs and runs it to its end', async () => {
    await submit(workload.JOB);
    await until(workload.JOB, has('Complete'));
    expect(await admitted()).toContainEqual(expect.stringContaining('job-job-'));
  });

  test('lets a Job of more GPUs than the quota wait', async () => {
    const name = 'greedy';
    const greedy = { ...workload.JOB, metadata: { ...workload.JOB.metadata, name } } as KubernetesObject;
    await submit({ ...greedy, spec: { parallelism: 5, completions: 5, ...(greedy.spec as object) } });
    const waiting = async () => {
      const mine = (await workloads()).find(({ metadata }) => metadata.name.includes(name));
      return mine?.status?.conditions?.find(({ type }) => type === 'QuotaReserved');
    };
    const reserved = await waitFor(waiting, { what: 'a verdict', timeoutMilliseconds: WORKLOAD_MILLISECONDS });
    expect(reserved.status).toBe('False');
    const seen = await plane.client.get<{ spec: { suspend?: boolean } }>(await plane.client.pathOf(greedy));
    expect(seen.spec.suspend).toBe(true);
    await plane.kubectl(['delete', 'job', name]);
  });

  test('fails a Job whose pods are told to fail', async () => {
    const name = 'broken';
    const annotations = { 'rehearsal.plinth.dev/outcome': 'Failed', 'rehearsal.plinth.dev/exit-code': '137' };
    const pod = (workload.JOB.spec as { template: { spec: object } }).template.spec;
    const metadata = { ...workload.JOB.metadata, name };
    const broken = {
      ...workload.JOB,
      metadata,
      spec: { backoffLimit: 0, template: { metadata: { annotations }, spec: pod } },
    };
    await submit(broken);
    await until(broken, has('Failed'));
    const { stdout } = await plane.kubectl(['get', 'pods', '-l', `job-name=${name}`, '-o', 'json']);
    const { items } = JSON.parse(stdout);
    expect(items[0].status.containerStatuses[0].state.terminated.exitCode).toBe(137);
  });

  test('runs a JobSet to its end', async () => {
    await submit(workload.JOB_SET);
    await until(workload.JOB_SET, has('Completed'));
  });

  test('runs a TrainJob to its end', async () => {
    await submit(workload.TRAIN_JOB);
    await until(workload.TRAIN_JOB, has('Complete'));
  });

  test('brings up a LeaderWorkerSet', async () => {
    await submit(workload.LEADER_WORKER_SET);
    await until(workload.LEADER_WORKER_SET, has('Available'));
    await plane.kubectl(['delete', 'leaderworkersets', 'lws']);
  });

  test('brings up a RayCluster', async () => {
    await submit(workload.RAY_CLUSTER);
    await until(workload.RAY_CLUSTER, ({ status }) => status?.state === 'ready');
    await plane.kubectl(['delete', 'rayclusters', 'ray']);
  });

  test('runs a RayJob to its end, with a stand-in for Ray', async () => {
    await submit(workload.RAY_JOB);
    await until(workload.RAY_JOB, ({ status }) => status?.jobStatus === 'SUCCEEDED');
  });

  test('runs a SparkApplication to its end, with a stand-in for Spark', async () => {
    await submit(workload.SPARK_APPLICATION);
    await until(workload.SPARK_APPLICATION, ({ status }) => status?.applicationState?.state === 'COMPLETED');
  });

  test('leaves nothing behind', async () => {
    const { folder } = plane.files;
    await plane.stop();
    expect(existsSync(folder)).toBe(false);
    await expect(fetch(plane.server)).rejects.toThrow();
  });
});
