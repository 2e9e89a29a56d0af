import type { ClusterClient } from '../../../rehearsal/cluster-client.ts';
import type { KubernetesObject } from '../../../rehearsal/kubernetes-object.ts';
import { waitFor } from '../../../rehearsal/wait.ts';

/** How long an object may take to work. Unit: milliseconds. Pulumi's provider waits ten minutes. */
const READY_MILLISECONDS = 60_000;

interface Status {
  readonly metadata?: { readonly generation?: number };
  readonly spec?: { readonly replicas?: number };
  readonly status?: {
    readonly observedGeneration?: number;
    readonly availableReplicas?: number;
    readonly updatedReplicas?: number;
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
  };
}

/**
 * Waits until an object works, for the kinds of which Pulumi's provider does so and which depend on others: a definition is
 * served, a Deployment has its pods, a Service its endpoints.
 */
export async function works(client: ClusterClient, object: KubernetesObject): Promise<void> {
  const ready = QUESTIONS[object.kind];
  if (ready === undefined || !isBuiltIn(object)) return;
  const { name, namespace } = object.metadata;
  const what = `${object.kind} ${namespace === undefined ? name : `${namespace}/${name}`} to work`;
  const path = await client.pathOf(object);
  await waitFor(async () => ((await ready(client, path, object)) ? true : undefined), {
    what,
    timeoutMilliseconds: READY_MILLISECONDS,
  });
}

type Question = (client: ClusterClient, path: string, object: KubernetesObject) => Promise<boolean>;

const QUESTIONS: Readonly<Record<string, Question>> = {
  CustomResourceDefinition: isServed,
  Deployment: isAvailable,
  Service: hasEndpoints,
};

function isBuiltIn({ apiVersion }: KubernetesObject): boolean {
  return ['v1', 'apps/v1', 'apiextensions.k8s.io/v1'].includes(apiVersion);
}

async function isServed(client: ClusterClient, path: string, object: KubernetesObject): Promise<boolean> {
  const { status } = await client.get<Status>(path);
  const established = status?.conditions?.some(({ status: is, type }) => type === 'Established' && is === 'True');
  if (established !== true) return false;
  const { group, names, versions } = object['spec'] as {
    group: string;
    names: { plural: string };
    versions: readonly { name: string; served: boolean }[];
  };
  for (const { name } of versions.filter(({ served }) => served)) {
    const { body } = await client.send({ method: 'GET', path: `/apis/${group}/${name}` });
    const { resources = [] } = body as { resources?: readonly { name: string }[] };
    if (!resources.some((each) => each.name === names.plural)) return false;
  }
  return true;
}

async function isAvailable(client: ClusterClient, path: string): Promise<boolean> {
  const { metadata, spec, status } = await client.get<Status>(path);
  const wanted = spec?.replicas ?? 1;
  const seen = (status?.observedGeneration ?? 0) >= (metadata?.generation ?? 0);
  return seen && (status?.updatedReplicas ?? 0) >= wanted && (status?.availableReplicas ?? 0) >= wanted;
}

async function hasEndpoints(client: ClusterClient, _: string, object: KubernetesObject): Promise<boolean> {
  const { clusterIP, selector, type } = object['spec'] as { clusterIP?: string; selector?: object; type?: string };
  if (selector === undefined || clusterIP === 'None' || type === 'ExternalName') return true;
  const { name, namespace } = object.metadata;
  const path = `/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices`;
  const query = `labelSelector=kubernetes.io%2Fservice-name%3D${name}`;
  const { items } = await client.get<{ items: readonly { endpoints?: readonly unknown[] }[] }>(`${path}?${query}`);
  return items.some(({ endpoints = [] }) => (endpoints ?? []).length > 0);
}
