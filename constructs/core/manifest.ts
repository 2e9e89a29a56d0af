import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { WAVES, type Wave } from './wave.ts';
import { WaveChart } from './wave-chart.ts';

/** A Kubernetes object as it is written. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly [field: string]: unknown;
}

/** One rendered object and where it belongs. */
export interface Manifest {
  /** Step of the installation. */
  readonly wave: Wave;
  /** Capability that it serves. */
  readonly room: string;
  /** Team that it belongs to. @default - the platform's own */
  readonly team?: string;
  /** Place of the construct that made it, for reports. */
  readonly construct: string;
  /** The object. */
  readonly object: KubernetesObject;
}

/** Kinds that others of the same wave need to be there first; everything else follows, in alphabetical order. */
const FIRST = [
  'Namespace',
  'CustomResourceDefinition',
  'PriorityClass',
  'RuntimeClass',
  'ServiceAccount',
  'ClusterRole',
  'Role',
  'ConfigMap',
  'Topology',
  'ResourceFlavor',
  'Cohort',
  'ClusterQueue',
];

/** All objects below a construct, by wave, then in an order that does not depend on the order of construction. */
export function manifestsOf(root: IConstruct): Manifest[] {
  const found = root.node.findAll().flatMap((construct) => {
    if (!(construct instanceof ApiObject)) return [];
    const chart = WaveChart.around(construct);
    if (chart === undefined) return [];
    const { room, team, wave } = chart;
    return { wave, room, team, construct: construct.node.path, object: construct.toJson() as KubernetesObject };
  });
  return found
    .map((manifest) => ({ manifest, key: sortKey(manifest) }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ manifest }) => manifest);
}

function sortKey({ object, room, team, wave }: Manifest): string {
  const rank = FIRST.indexOf(object.kind);
  const first = rank === -1 ? FIRST.length : rank;
  const { name, namespace } = object.metadata;
  return [
    WAVES.indexOf(wave),
    team ?? '',
    String(first).padStart(2, '0'),
    room,
    object.kind,
    namespace ?? '',
    name,
  ].join('\u0001');
}

/** Name of an object that is the same in every rendering: `Kind namespace/name`. */
export function objectName({ kind, metadata }: KubernetesObject): string {
  return metadata.namespace === undefined
    ? `${kind} ${metadata.name}`
    : `${kind} ${metadata.namespace}/${metadata.name}`;
}

/** API groups of the objects that live outside namespaces; the core group is the empty word. Nothing is rendered for it. */
export function clusterGroupsOf(root: IConstruct): string[] {
  const groups = root.node
    .findAll()
    .flatMap((construct) =>
      construct instanceof ApiObject && construct.metadata.namespace === undefined
        ? [groupOf(construct.apiVersion)]
        : [],
    );
  return [...new Set(groups)].sort();
}

function groupOf(apiVersion: string): string {
  return apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '';
}
