import type { PoolFacts } from '../../spec/facts.ts';
import { type ClusterClient, CONTENT } from '../cluster-client.ts';
import type { Clock } from './clock.ts';
import { type LosableNode, type LosablePod, loseNode, podPath, podsOn, returnNode } from './lost-node.ts';
import type { PlannedFault } from './planned-job.ts';

const ZONE = 'topology.kubernetes.io/zone';
/** Label of a node that Karpenter bought: it buys another, and nobody else brings it back. */
const BOUGHT = 'karpenter.sh/nodepool';
/** Time between the notice that a spot node is taken and its end. Unit: simulated seconds. Two minutes on AWS. */
const NOTICE_SECONDS = 120;

/** A fault that was made. */
export interface MadeFault {
  /** Nodes that it hit. */
  readonly nodes: readonly string[];
  /** What is still to come of it, such as the end of a node after its notice. */
  readonly rest: Promise<void>;
  /** Puts right what was broken. */
  repair(): Promise<void>;
}

/** What a fault is made with. */
export interface FaultSite {
  readonly client: ClusterClient;
  readonly clock: Clock;
  /** The pool that it hits. */
  readonly pool: PoolFacts;
}

/** Makes something go wrong. Nodes that are busy are lost first, by name, so that a fault has consequences. */
export function makeFault(fault: PlannedFault, site: FaultSite): Promise<MadeFault> {
  switch (fault.kind) {
    case 'nodeLoss':
      return nodeLoss(site, (nodes) => nodes.slice(0, fault.nodes));
    case 'zoneLoss':
      return nodeLoss(site, (nodes) => inZone(nodes, fault.zone));
    case 'spotReclaim':
      return spotReclaim(site, fault.nodes);
    case 'fullPool':
      return fullPool(site);
  }
}

type Choice = (nodes: readonly LosableNode[]) => readonly LosableNode[];

async function nodeLoss(site: FaultSite, choose: Choice): Promise<MadeFault> {
  const lost = choose(await busyFirst(site));
  await Promise.all(lost.map((node) => loseNode(site.client, node)));
  return { nodes: names(lost), rest: Promise.resolve(), repair: () => bringBack(site.client, lost) };
}

function inZone(nodes: readonly LosableNode[], zone: string | undefined): readonly LosableNode[] {
  const zones = nodes.map(({ metadata }) => metadata.labels?.[ZONE] ?? '').sort();
  return nodes.filter(({ metadata }) => (metadata.labels?.[ZONE] ?? '') === (zone ?? zones[0]));
}

/** The nodes are closed and emptied as soon as the notice comes, as whoever hears of it does; then they go. */
async function spotReclaim(site: FaultSite, count: number): Promise<MadeFault> {
  const { client, clock } = site;
  const taken = (await busyFirst(site)).slice(0, count);
  const end = clock.now + NOTICE_SECONDS;
  await Promise.all(taken.map((node) => drain(client, node.metadata.name)));
  const rest = clock.until(end).then(async () => {
    await Promise.all(taken.map((node) => loseNode(client, node)));
  });
  return { nodes: names(taken), rest, repair: () => bringBack(client, taken) };
}

async function drain(client: ClusterClient, node: string): Promise<void> {
  await setUnschedulable(client, node, true);
  const pods = await podsOn(client, node);
  await Promise.all(
    pods.filter(leavesItsNode).map((pod) => {
      const { name, namespace } = pod.metadata;
      const body = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name, namespace } };
      return client.send({ method: 'POST', path: `${podPath(pod)}/eviction`, body });
    }),
  );
}

/** The autoscaler may add nothing; where none is rehearsed, the nodes that it would have added are closed while they are free. */
async function fullPool(site: FaultSite): Promise<MadeFault> {
  const { client, pool } = site;
  const path = `/apis/karpenter.sh/v1/nodepools/${pool.name}`;
  const found = await client.send({ method: 'GET', path });
  if (found.status === 200) {
    const { limits } = (found.body as { readonly spec: { readonly limits?: object } }).spec;
    await limit(client, path, { nodes: '0' });
    return { nodes: [], rest: Promise.resolve(), repair: () => limit(client, path, limits ?? null) };
  }
  const free = (await byLoad(site)).filter(({ pods }) => pods === 0).map(({ node }) => node.metadata.name);
  const closed = free.slice(0, pool.nodes.elastic);
  await Promise.all(closed.map((node) => setUnschedulable(client, node, true)));
  const repair = async () => {
    await Promise.all(closed.map((node) => setUnschedulable(client, node, false)));
  };
  return { nodes: closed, rest: Promise.resolve(), repair };
}

async function limit(client: ClusterClient, path: string, limits: object | null): Promise<void> {
  await client.send({ method: 'PATCH', path, body: { spec: { limits } }, contentType: CONTENT.merge });
}

async function setUnschedulable(client: ClusterClient, node: string, unschedulable: boolean): Promise<void> {
  const path = `/api/v1/nodes/${node}`;
  await client.send({ method: 'PATCH', path, body: { spec: { unschedulable } }, contentType: CONTENT.merge });
}

async function bringBack(client: ClusterClient, nodes: readonly LosableNode[]): Promise<void> {
  const ours = nodes.filter(({ metadata }) => metadata.labels?.[BOUGHT] === undefined);
  await Promise.all(ours.map((node) => returnNode(client, node)));
}

/** Whether a pod can run on another node: the pods of a DaemonSet are part of theirs, which is not busy because of them. */
function leavesItsNode({ metadata }: LosablePod): boolean {
  return !metadata.ownerReferences?.some(({ kind }) => kind === 'DaemonSet');
}

async function busyFirst(site: FaultSite): Promise<readonly LosableNode[]> {
  const loads = await byLoad(site);
  return [...loads.filter(({ pods }) => pods > 0), ...loads.filter(({ pods }) => pods === 0)].map(({ node }) => node);
}

/** Nodes of the pool by name, each with how many pods of jobs and services it has. */
async function byLoad({ client, pool }: FaultSite) {
  const selector = Object.entries(pool.nodeLabels).map(([key, value]) => `${key}=${value}`);
  const path = `/api/v1/nodes?labelSelector=${encodeURIComponent(selector.join(','))}`;
  const { items } = await client.get<{ items: readonly LosableNode[] }>(path);
  const { items: pods } = await client.get<{ items: readonly LosablePod[] }>(
    '/api/v1/pods?fieldSelector=status.phase%3DRunning',
  );
  const busy = Map.groupBy(pods.filter(leavesItsNode), ({ spec }) => spec.nodeName);
  return items
    .toSorted((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1))
    .map((node) => ({ node, pods: busy.get(node.metadata.name)?.length ?? 0 }));
}

function names(nodes: readonly LosableNode[]): readonly string[] {
  return nodes.map(({ metadata }) => metadata.name);
}
