import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chartFromModule } from '../../rehearsal/chart-from-module.ts';
import { renderChart } from '../../rehearsal/chart-render.ts';
import { messageOf } from '../../rehearsal/cluster-client.ts';
import { type ControlPlane, startControlPlane } from '../../rehearsal/control-plane.ts';
import { engine } from '../../rehearsal/engine-catalog.ts';
import { buildEngines } from '../../rehearsal/engines.ts';
import { findGo } from '../../rehearsal/go-toolchain.ts';
import { type Installation, install } from '../../rehearsal/install.ts';
import type { KubernetesObject } from '../../rehearsal/kubernetes-object.ts';
import type { NodeShape } from '../../rehearsal/node-shape.ts';
import { waitFor } from '../../rehearsal/wait.ts';

const POOL_LABEL = 'plinth.dev/pool';

/** What the simulated cloud sells; prices are made up. */
const SHAPES: readonly NodeShape[] = [
  {
    name: 'gpu.large',
    zones: ['a', 'b'],
    usdPerHour: 40,
    capacity: { cpu: '192', memory: '2Ti', 'nvidia.com/gpu': '8' },
  },
  {
    name: 'gpu.small',
    zones: ['a', 'b'],
    usdPerHour: 7,
    capacity: { cpu: '24', memory: '256Gi', 'nvidia.com/gpu': '1' },
  },
  { name: 'cpu.small', zones: ['a', 'b'], usdPerHour: 0.2, capacity: { cpu: '4', memory: '16Gi' } },
];

/** A pool as a platform on a cloud renders it: the rehearsal has to point it at simulated machines. */
const NODE_POOL: KubernetesObject = {
  apiVersion: 'karpenter.sh/v1',
  kind: 'NodePool',
  metadata: { name: 'train' },
  spec: {
    limits: { 'nvidia.com/gpu': '16' },
    disruption: { consolidationPolicy: 'WhenEmpty', consolidateAfter: '1s', budgets: [{ nodes: '100%' }] },
    template: {
      metadata: { labels: { [POOL_LABEL]: 'train' } },
      spec: {
        nodeClassRef: { group: 'karpenter.k8s.aws', kind: 'EC2NodeClass', name: 'train' },
        requirements: [{ key: 'node.kubernetes.io/instance-type', operator: 'In', values: ['gpu.large'] }],
        expireAfter: 'Never',
      },
    },
  },
};

function gpuJob(name: string, pods: number): KubernetesObject {
  const resources = { limits: { 'nvidia.com/gpu': '8' } };
  const template = {
    metadata: { annotations: { 'rehearsal.plinth.dev/duration': '4s' } },
    spec: {
      restartPolicy: 'Never',
      nodeSelector: { [POOL_LABEL]: 'train' },
      containers: [{ name: 'main', image: 'registry.example.org/train:1', resources }],
    },
  };
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name, namespace: 'default' },
    spec: { parallelism: pods, completions: pods, template },
  };
}

/** Karpenter asks for a newer Go than the other engines; without one there is nothing to build it with. */
const compiler = await findGo(engine('karpenter').go).catch(() => undefined);

describe.skipIf(compiler === undefined)(`a pool that Karpenter scales (needs Go ${engine('karpenter').go})`, () => {
  let plane: ControlPlane;
  let installed: Installation;

  beforeAll(async () => {
    await buildEngines(['core', 'tools', 'autoscaling']);
    plane = await startControlPlane();
    const { module, version } = engine('karpenter');
    const chart = await chartFromModule({ path: module, version, folder: 'kwok/charts' });
    const featureGates = { staticCapacity: false, capacityBuffer: false };
    const rendering = { chart: chart.folder, release: 'karpenter', namespace: 'kube-system' };
    const objects = await renderChart({ ...rendering, values: { settings: { featureGates } } });
    installed = await install(plane, [...objects, NODE_POOL], { nodeShapes: SHAPES });
  });

  afterAll(() => plane?.stop());

  async function nodes(): Promise<KubernetesObject[]> {
    const { items } = await plane.client.get<{ items: KubernetesObject[] }>(
      `/api/v1/nodes?labelSelector=${POOL_LABEL}%3Dtrain`,
    );
    return items;
  }

  async function explain(): Promise<string> {
    const args = ['get', 'nodepools,nodeclaims,nodes,pods,events', '-A', '-o', 'wide'];
    return (await plane.kubectl(args)).stdout;
  }

  async function finished(job: KubernetesObject, pods: number): Promise<void> {
    const path = await plane.client.pathOf(job);
    const look = async () => {
      const { status } = await plane.client.get<{ status?: { succeeded?: number } }>(path);
      return status?.succeeded === pods ? true : undefined;
    };
    await waitFor(look, { what: `Job ${job.metadata.name}`, timeoutMilliseconds: 240_000, explain });
  }

  test('is accepted with its cloud taken out, and says so', () => {
    expect(installed.rejections).toEqual([]);
    expect(installed.rewrites).toContainEqual({
      object: 'NodePool train',
      change: 'buys simulated machines instead of those of EC2NodeClass train',
    });
  });

  test('starts with no node at all', async () => {
    expect(await nodes()).toEqual([]);
  });

  test('buys the machines that a waiting job needs, of the type it asks for, and runs the job', async () => {
    const job = gpuJob('two-nodes', 2);
    const answer = await plane.client.apply(job);
    expect(answer.status, messageOf(answer)).toBe(201);
    const bought = await waitFor(async () => ((await nodes()).length === 2 ? nodes() : undefined), {
      what: 'two nodes',
      timeoutMilliseconds: 240_000,
      explain,
    });
    for (const node of bought) expect(node.metadata.labels?.['node.kubernetes.io/instance-type']).toBe('gpu.large');
    await finished(job, 2);
  });

  test('gives the machines back when they are empty', async () => {
    await waitFor(async () => ((await nodes()).length === 0 ? true : undefined), {
      what: 'the nodes to go',
      timeoutMilliseconds: 240_000,
      explain,
    });
  });

  test('never buys more than the limit of the pool', async () => {
    const job = gpuJob('four-nodes', 4);
    await plane.client.apply(job);
    let most = 0;
    const look = async () => {
      most = Math.max(most, (await nodes()).length);
      const path = await plane.client.pathOf(job);
      const { status } = await plane.client.get<{ status?: { succeeded?: number } }>(path);
      return (status?.succeeded ?? 0) >= 2 ? true : undefined;
    };
    await waitFor(look, { what: 'half of the job', timeoutMilliseconds: 240_000, explain });
    expect(most).toBe(2);
  });
});
