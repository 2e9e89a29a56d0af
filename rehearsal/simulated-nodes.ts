import { ApiError, type ClusterClient } from './cluster-client.ts';
import { SIMULATED_NODE } from './simulated-kubelet.ts';

/** A node that exists only as an object: the scheduler and the controllers cannot tell. */
export interface SimulatedNode {
  /** Kubernetes name, unique in the cluster. */
  readonly name: string;
  /** Labels, such as instance type, zone and pool. @default {} - only hostname, os and architecture */
  readonly labels?: Readonly<Record<string, string>>;
  /** What keeps other pods away. @default [] - open to all */
  readonly taints?: readonly NodeTaint[];
  /** Resources by name as Kubernetes quantities: `{ cpu: '192', memory: '2Ti', 'nvidia.com/gpu': '8' }`. */
  readonly capacity: Readonly<Record<string, string>>;
  /** What of it pods may use. @default - all of the capacity */
  readonly allocatable?: Readonly<Record<string, string>>;
}

/** Keeps pods without a matching toleration off a node. */
export interface NodeTaint {
  readonly key: string;
  /** @default '' */
  readonly value?: string;
  readonly effect: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute';
}

/** Pods that a node takes when its capacity does not say: the limit of a kubelet. */
const MAX_PODS = '110';

/**
 * The Node object that a kubelet would have registered, healthy from the start.
 *
 * @param now - when its kubelet was last heard of.
 */
export function nodeObject(node: SimulatedNode, now: Date) {
  const { name, labels = {}, taints = [], capacity, allocatable = capacity } = node;
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      labels: {
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': 'linux',
        'kubernetes.io/arch': 'amd64',
        ...labels,
      },
      annotations: { [SIMULATED_NODE.key]: SIMULATED_NODE.value },
    },
    spec: { taints: [...taints] },
    status: {
      capacity: { pods: MAX_PODS, ...capacity },
      allocatable: { pods: MAX_PODS, ...allocatable },
      conditions: [readyCondition(now)],
    },
  };
}

function readyCondition(now: Date) {
  const time = now.toISOString().replace(/\.\d+Z$/, 'Z');
  const reason = { reason: 'KubeletReady', message: 'simulated' };
  return { type: 'Ready', status: 'True', lastHeartbeatTime: time, lastTransitionTime: time, ...reason };
}

/**
 * Registers simulated nodes; they are ready a moment later.
 *
 * @throws {ApiError} if the API server refuses one.
 */
export async function createSimulatedNodes(client: ClusterClient, nodes: readonly SimulatedNode[]): Promise<void> {
  const path = '/api/v1/nodes';
  await Promise.all(
    nodes.map(async (node) => {
      const response = await client.send({ method: 'POST', path, body: nodeObject(node, new Date()) });
      if (response.status >= 400) throw new ApiError('POST', `${path} ${node.name}`, response);
    }),
  );
}

/** Names of the nodes on which pods can be placed now: ready, and without the taint that every new node starts with. */
export async function readyNodes(client: ClusterClient): Promise<string[]> {
  const { items } = await client.get<NodeList>('/api/v1/nodes');
  return items.filter(isReady).map(({ metadata }) => metadata.name);
}

interface NodeList {
  readonly items: readonly {
    readonly metadata: { readonly name: string };
    readonly spec: { readonly taints?: readonly NodeTaint[] };
    readonly status: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
  }[];
}

function isReady({ spec, status }: NodeList['items'][number]): boolean {
  const ready = status.conditions?.some(({ type, status: value }) => type === 'Ready' && value === 'True') ?? false;
  return ready && !spec.taints?.some(({ key }) => key.startsWith('node.kubernetes.io/'));
}
