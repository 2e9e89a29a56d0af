import { afterAll, beforeAll, expect, test } from 'vitest';
import { FAULT_TAINT } from '../../constructs/observability/index.ts';
import type { Recording } from '../../rehearsal/recording/recording.ts';
import { waitFor } from '../../rehearsal/wait.ts';
import { parseWorkloads } from '../../rehearsal/workloads/parse-workloads.ts';
import { runWorkloads } from '../../rehearsal/workloads/run-workloads.ts';
import { named } from './recorded-jobs.ts';
import { type StandingPlatform, standingPlatform, workloadsPlatform } from './workloads-platform.ts';

/** What an agent on the node writes when it has seen a fault: the condition of the EKS node monitoring agent. */
const CONDITION = 'AcceleratedHardwareReady';

interface Pods {
  readonly items: readonly {
    readonly spec: { readonly nodeName?: string };
    readonly status: { readonly phase?: string };
  }[];
}

interface Nodes {
  readonly items: readonly {
    readonly metadata: { readonly name: string };
    readonly spec: { readonly taints?: readonly object[] };
    readonly status: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
  }[];
}

let standing: StandingPlatform;

beforeAll(async () => {
  // Kueue counts real seconds, whatever the rehearsal's clock says.
  standing = await standingPlatform({ ...workloadsPlatform(), queueing: { gangs: { timeout: '20s', backoff: '1s' } } });
}, 1_800_000);

afterAll(() => standing?.plane.stop());

/** A gang of some nodes, for as long as the rehearsal's clock says. */
function gang(name: string, nodes: number, duration: '30m' | '1h'): Promise<Recording> {
  const { facts, plane, spec } = standing;
  const job = { name, nodes, team: 'vision', pool: 'train-h100', kind: 'TrainJob', duration } as const;
  const input = { apiVersion: 'plinth.dev/v1alpha1', kind: 'Workloads', speed: 60, jobs: [job] } as const;
  return runWorkloads(plane, parseWorkloads(input, spec), { facts, spec, timeLimitSeconds: 240 });
}

/** A node on which a member of the gang runs, once all do. */
function nodeOfMember(nodes: number): Promise<string> {
  const { plane } = standing;
  const look = async () => {
    const { items } = await plane.client.get<Pods>('/api/v1/namespaces/vision/pods');
    const running = items.filter(({ status }) => status.phase === 'Running');
    return running.length === nodes ? running[0]?.spec.nodeName : undefined;
  };
  return waitFor(look, {
    what: 'the gang to run',
    timeoutMilliseconds: 90_000,
    explain: async () => (await plane.kubectl(['get', 'pods,workloads', '-A'])).stdout,
  });
}

async function patch(what: readonly string[], body: object): Promise<void> {
  const { code, stderr } = await standing.plane.kubectl([
    'patch',
    ...what,
    '--type=strategic',
    '-p',
    JSON.stringify(body),
  ]);
  expect(code, stderr).toBe(0);
}

/** Writes the condition, as an agent on the node does. */
function saysFaulty(node: string): Promise<void> {
  const conditions = [{ type: CONDITION, status: 'False', reason: 'NvidiaXID79Error', message: 'fell off the bus' }];
  return patch(['node', node, '--subresource=status'], { status: { conditions } });
}

/** Stands in for the Node Readiness Controller, which no Go module holds: it gives the taint to each node with the condition. */
async function standInForReadiness(): Promise<readonly string[]> {
  const { items } = await standing.plane.client.get<Nodes>('/api/v1/nodes');
  const faulty = items.filter(({ status }) =>
    status.conditions?.some((each) => each.type === CONDITION && each.status === 'False'),
  );
  for (const { metadata, spec } of faulty)
    await patch(['node', metadata.name], { spec: { taints: [...(spec.taints ?? []), FAULT_TAINT] } });
  return faulty.map(({ metadata }) => metadata.name);
}

/** Waits until Kueue has evicted a job. */
function requeued(job: string): Promise<boolean> {
  const { plane } = standing;
  const look = async () => {
    const path = '/apis/kueue.x-k8s.io/v1beta2/namespaces/vision/workloads';
    const { items } = await plane.client.get<Workloads>(path);
    const its = items.find(({ metadata }) => metadata.name.includes(job));
    return its?.status?.conditions?.some(({ status, type }) => type === 'Evicted' && status === 'True') || undefined;
  };
  return waitFor(look, {
    what: `${job} to be evicted`,
    timeoutMilliseconds: 120_000,
    explain: async () => (await plane.kubectl(['get', 'pods,workloads', '-A'])).stdout,
  });
}

interface Workloads {
  readonly items: readonly {
    readonly metadata: { readonly name: string };
    readonly status?: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
  }[];
}

/** Takes a node away and brings a new one of the same name, as a cloud's repair or an autoscaler does. */
async function replaced(node: string): Promise<void> {
  const { client } = standing.plane;
  expect((await client.send({ method: 'DELETE', path: `/api/v1/nodes/${node}` })).status).toBe(200);
  await standing.addNode(node);
}

test('a node that is said to be faulty loses its pods, and the whole gang starts over on others', async () => {
  const ended = gang('lucky', 2, '30m');
  const node = await nodeOfMember(2);
  await saysFaulty(node);
  expect(await standInForReadiness()).toEqual([node]);
  const [job] = named(await ended, 'lucky');
  expect(job.outcome).toBe('succeeded');
  const succeeded = job.pods.filter(({ end }) => end === 'succeeded');
  expect(succeeded).toHaveLength(2);
  expect(succeeded.map((pod) => pod.node)).not.toContain(node);
  expect(job.pods).toHaveLength(4);
  await replaced(node);
});

test('where no other node is free, Kueue puts the whole gang back into its queue until the node is replaced', async () => {
  // Longer than Kueue waits: members that end would make room for the one that has none.
  const ended = gang('crowded', 4, '1h');
  const node = await nodeOfMember(4);
  await saysFaulty(node);
  expect(await standInForReadiness()).toEqual([node]);
  await requeued('crowded');
  await replaced(node);
  const [job] = named(await ended, 'crowded');
  expect(job.outcome).toBe('succeeded');
  // Let in again before the node was replaced, it is put back again.
  expect(job.evictions.length).toBeGreaterThan(0);
  expect(new Set(job.evictions.map(({ reason }) => reason))).toEqual(new Set(['PodsReadyTimeout']));
  expect(job.admissions).toHaveLength(job.evictions.length + 1);
  expect(job.pods.filter(({ end }) => end === 'succeeded')).toHaveLength(4);
});
