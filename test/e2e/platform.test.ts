import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AppliedManifests, applyManifests } from '../../rehearsal/apply/apply-manifests.ts';
import { messageOf } from '../../rehearsal/cluster-client.ts';
import { type ControlPlane, startControlPlane } from '../../rehearsal/control-plane.ts';
import { buildEngines } from '../../rehearsal/engines.ts';
import { createSimulatedNodes, readyNodes } from '../../rehearsal/simulated-nodes.ts';
import { waitFor } from '../../rehearsal/wait.ts';
import { parsePlatform } from '../../spec/parse-platform.ts';
import { makeLock } from '../../workspace/lock/make-lock.ts';
import { renderTools } from '../../workspace/lock/render-tools.ts';
import { rendered, samplePlatform } from '../sample.ts';

describe('a platform on a real control plane', () => {
  let plane: ControlPlane;
  let applied: AppliedManifests;

  beforeAll(async () => {
    await buildEngines(['core', 'tools', 'batch']);
    plane = await startControlPlane();
    const input = samplePlatform({ delivery: { kind: 'plain' } });
    const { lock } = await makeLock(parsePlatform(input).spec, {
      charts: { kind: 'modules' },
      digests: 'skip',
      tools: await renderTools('1.36'),
    });
    applied = await applyManifests(plane, rendered(input, lock).manifests);
    await createSimulatedNodes(plane.client, [gpuNode('gpu-0'), gpuNode('gpu-1')]);
    await readyNodes(plane.client);
    await Promise.all(['vision', 'speech'].map((team) => activeQueue(plane, team)));
  }, 1_800_000);

  afterAll(() => plane?.stop());

  test('is accepted in one pass, without a single rejection', () => {
    expect(applied.rejections).toEqual([]);
    expect(applied.accepted).toBeGreaterThan(100);
  });

  test('has a job of a team admitted by Kueue and run to its end', async () => {
    const refused = await plane.client.apply(job('digits', 'vision', 8));
    expect(refused.status, messageOf(refused)).toBeLessThan(300);
    const workload = await waitFor(
      async () => {
        const { items } = await plane.client.get<{ items: Workload[] }>(
          '/apis/kueue.x-k8s.io/v1beta2/namespaces/vision/workloads',
        );
        return items.find(({ status }) =>
          status?.conditions?.some(({ status: is, type }) => type === 'Finished' && is === 'True'),
        );
      },
      { what: 'an admitted workload', timeoutMilliseconds: 60_000 },
    );
    expect(workload?.status?.admission?.clusterQueue).toBe('vision');
  });

  test('queues a job that names no queue, and never starts one beyond the quota', async () => {
    await plane.client.apply(job('greedy', 'speech', 8, 3));
    const workload = await waitFor(
      async () => {
        const { items } = await plane.client.get<{ items: Workload[] }>(
          '/apis/kueue.x-k8s.io/v1beta2/namespaces/speech/workloads',
        );
        return items.find(({ status }) =>
          status?.conditions?.some(({ status: is, type }) => type === 'QuotaReserved' && is === 'False'),
        );
      },
      { what: 'a waiting workload', timeoutMilliseconds: 60_000 },
    );
    expect(workload?.status?.admission).toBeUndefined();
  });
});

/** Kueue gives a job its team's queue only once it has seen that queue: a job that comes before waits for ever. */
function activeQueue({ client }: ControlPlane, namespace: string) {
  return waitFor(
    async () => {
      const { status } = await client.get<Workload>(
        `/apis/kueue.x-k8s.io/v1beta2/namespaces/${namespace}/localqueues/default`,
      );
      return status?.conditions?.find(({ status: is, type }) => type === 'Active' && is === 'True');
    },
    { what: `the queue of ${namespace}`, timeoutMilliseconds: 30_000 },
  );
}

interface Workload {
  readonly status?: {
    readonly admission?: { readonly clusterQueue: string };
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
  };
}

function gpuNode(name: string) {
  return {
    name,
    labels: { 'plinth.dev/pool': 'train-h100' },
    taints: [{ key: 'nvidia.com/gpu', value: 'present', effect: 'NoSchedule' as const }],
    capacity: { cpu: '192', memory: '2Ti', 'nvidia.com/gpu': '8' },
  };
}

function job(name: string, namespace: string, gpus: number, parallelism = 1) {
  const requests = { cpu: '8', memory: '32Gi', 'nvidia.com/gpu': `${gpus}` };
  const container = {
    name: 'train',
    image: 'registry.example.org/train:1',
    resources: { requests, limits: { 'nvidia.com/gpu': `${gpus}` } },
    securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
  };
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name, namespace },
    spec: {
      parallelism,
      completions: parallelism,
      template: {
        spec: {
          restartPolicy: 'Never',
          securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
          containers: [container],
        },
      },
    },
  };
}
