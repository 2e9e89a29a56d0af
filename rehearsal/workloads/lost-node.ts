import { type ClusterClient, CONTENT } from '../cluster-client.ts';
import type { KubernetesObject } from '../kubernetes-object.ts';
import type { ObservedCondition } from '../recording/observed.ts';
import { createSimulatedNodes, type NodeTaint } from '../simulated-nodes.ts';

/** A node, as far as it is lost and found again. */
export interface LosableNode extends KubernetesObject {
  readonly spec?: { readonly taints?: readonly NodeTaint[]; readonly unschedulable?: boolean };
  readonly status: {
    readonly capacity: Readonly<Record<string, string>>;
    readonly allocatable: Readonly<Record<string, string>>;
  };
}

/** A pod, as far as it is lost with its node. */
export interface LosablePod extends KubernetesObject {
  readonly spec: { readonly nodeName?: string };
  readonly status?: { readonly phase?: string; readonly conditions?: readonly ObservedCondition[] };
}

/** Path of a pod. */
export function podPath({ metadata: { name, namespace } }: KubernetesObject): string {
  return `/api/v1/namespaces/${namespace}/pods/${name}`;
}

/** Pods of a node that have not ended. */
export async function podsOn(client: ClusterClient, node: string): Promise<readonly LosablePod[]> {
  const query = `fieldSelector=spec.nodeName%3D${encodeURIComponent(node)}`;
  const { items } = await client.get<{ items: readonly LosablePod[] }>(`/api/v1/pods?${query}`);
  return items.filter(({ status }) => status?.phase !== 'Succeeded' && status?.phase !== 'Failed');
}

/**
 * Takes a node away as a cloud does when a machine died.
 *
 * What really happens takes two to six minutes: the node is not heard of for 50 s, its pods tolerate that for five more
 * minutes or the cloud says that the machine is gone, the Node object goes, and the garbage collector of pods, which looks
 * every 20 s, fails the pods with the condition `DisruptionTarget` and removes them by force. Controllers see nothing
 * before that last step, so here it happens at once: the same writes in the same order, without the silence before them.
 */
export async function loseNode(client: ClusterClient, { metadata }: LosableNode): Promise<void> {
  const path = `/api/v1/nodes/${metadata.name}`;
  // Karpenter would empty the node first; a machine that died lets nobody do so.
  if (metadata['finalizers'] !== undefined)
    await client.send({ method: 'PATCH', path, body: { metadata: { finalizers: null } }, contentType: CONTENT.merge });
  await client.send({ method: 'DELETE', path });
  const pods = await podsOn(client, metadata.name);
  await Promise.all(pods.map((pod) => losePod(client, pod)));
}

async function losePod(client: ClusterClient, pod: LosablePod): Promise<void> {
  const path = podPath(pod);
  const others = (pod.status?.conditions ?? []).filter(({ type }) => type !== 'DisruptionTarget');
  const disrupted = {
    type: 'DisruptionTarget',
    status: 'True',
    reason: 'DeletionByPodGC',
    message: 'PodGC: node no longer exists',
    lastTransitionTime: new Date().toISOString().replace(/\.\d+Z$/, 'Z'),
  };
  const body = { status: { phase: 'Failed', conditions: [...others, disrupted] } };
  await client.send({ method: 'PATCH', path: `${path}/status`, body, contentType: CONTENT.merge });
  await client.send({ method: 'DELETE', path, body: { gracePeriodSeconds: 0 } });
}

/** Brings a node back under its name: the machine was repaired, or another took its place. */
export async function returnNode(client: ClusterClient, { metadata, spec, status }: LosableNode): Promise<void> {
  await createSimulatedNodes(client, [
    {
      name: metadata.name,
      labels: metadata.labels ?? {},
      // Those of the node lifecycle controller were about the node as it was.
      taints: (spec?.taints ?? []).filter(({ key }) => !key.startsWith('node.kubernetes.io/')),
      capacity: status.capacity,
      allocatable: status.allocatable,
    },
  ]);
}
