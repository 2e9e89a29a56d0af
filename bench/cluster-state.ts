import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportedName } from '../constructs/observability/rules/observed.ts';
import type { ControlPlane } from '../rehearsal/control-plane.ts';
import type { KubernetesObject } from '../rehearsal/kubernetes-object.ts';

type Labels = Readonly<Record<string, string>>;
type Value = readonly [metric: string, labels: Labels, value: number];

interface Found extends KubernetesObject {
  readonly spec: {
    readonly replicas?: number;
    readonly taints?: readonly { readonly key: string; readonly effect: string }[];
  };
  readonly status: {
    readonly availableReplicas?: number;
    readonly allocatable?: Readonly<Record<string, string>>;
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
    readonly hard?: Readonly<Record<string, string>>;
    readonly used?: Readonly<Record<string, string>>;
  };
}

/**
 * Shows the state of the real API server under the names that kube-state-metrics gives it, as far as the platform's rules look at it;
 * that exporter itself is no engine. Only amounts without a unit are shown.
 *
 * @returns address without the path; it ends with the control plane
 */
export async function clusterState(plane: ControlPlane): Promise<string> {
  const server = createServer(async (_, answer) => {
    const text = await shown(plane).catch(() => undefined);
    answer.writeHead(text === undefined ? 503 : 200, { 'content-type': 'text/plain; version=0.0.4' }).end(text ?? '');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  plane.onStop(async () => server.close());
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function shown(plane: ControlPlane): Promise<string> {
  const list = async (path: string) => (await plane.client.get<{ items: readonly Found[] }>(path)).items;
  const [nodes, namespaces, deployments, quotas] = await Promise.all([
    list('/api/v1/nodes'),
    list('/api/v1/namespaces'),
    list('/apis/apps/v1/deployments'),
    list('/api/v1/resourcequotas'),
  ]);
  const values = [
    ...nodes.flatMap(node),
    ...namespaces.map(
      ({ metadata }): Value => ['kube_namespace_labels', { namespace: metadata.name, ...exported(metadata.labels) }, 1],
    ),
    ...deployments.flatMap(deployment),
    ...quotas.flatMap(quota),
  ];
  return values.map(([metric, labels, value]) => `${metric}{${written(labels)}} ${value}\n`).join('');
}

function node({ metadata, spec, status }: Found): Value[] {
  const of = { node: metadata.name };
  return [
    ['kube_node_labels', { ...of, ...exported(metadata.labels) }, 1],
    ...amounts(status.allocatable).map(
      ([resource, amount]): Value => ['kube_node_status_allocatable', { ...of, resource }, amount],
    ),
    ...(status.conditions ?? []).flatMap(({ status: now, type: condition }) =>
      ['True', 'False', 'Unknown'].map(
        (each): Value => [
          'kube_node_status_condition',
          { ...of, condition, status: each.toLowerCase() },
          each === now ? 1 : 0,
        ],
      ),
    ),
    ...(spec.taints ?? []).map(({ effect, key }): Value => ['kube_node_spec_taint', { ...of, key, effect }, 1]),
  ];
}

function deployment({ metadata, spec, status }: Found): Value[] {
  const of = { namespace: metadata.namespace ?? '', deployment: metadata.name };
  return [
    ['kube_deployment_spec_replicas', of, spec.replicas ?? 1],
    ['kube_deployment_status_replicas_available', of, status.availableReplicas ?? 0],
  ];
}

function quota({ metadata, status }: Found): Value[] {
  const of = { namespace: metadata.namespace ?? '', resourcequota: metadata.name };
  return (['hard', 'used'] as const).flatMap((type) =>
    amounts(status[type]).map(([resource, amount]): Value => ['kube_resourcequota', { ...of, resource, type }, amount]),
  );
}

function amounts(found: Readonly<Record<string, string>> = {}): [resource: string, amount: number][] {
  return Object.entries(found).flatMap(([name, amount]) =>
    /^\d+$/.test(amount) ? [[exportedName(name), Number(amount)] as [string, number]] : [],
  );
}

function exported(labels: Labels = {}): Labels {
  return Object.fromEntries(Object.entries(labels).map(([key, value]) => [`label_${exportedName(key)}`, value]));
}

function written(labels: Labels): string {
  return Object.entries(labels)
    .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
    .join(',');
}
