import type { TargetFacts } from '../../../spec/facts.ts';
import type { PlatformSpec } from '../../../spec/platform.ts';
import { type PoolShape, poolShape } from '../../../spec/pool-shape.ts';
import type { RoomName } from './rule.ts';

/** Exporters that are not on every platform that could have them. */
export type FurtherExporter =
  | 'cluster-autoscaler'
  | 'loki'
  | 'neuron-monitor'
  | 'npu-exporter'
  | 'opentelemetry-collector'
  | 'tempo'
  | 'tpu-device-plugin';

/** What rules and dashboards are made from. */
export interface Observed {
  /** The platform as the user means it. */
  readonly spec: PlatformSpec;
  /** The place it runs in. */
  readonly facts: TargetFacts;
  /** Rooms that are open. */
  readonly rooms: readonly RoomName[];
  /** Further exporters that run and are asked. @default [] - none: rules that stand on their figures are not there */
  readonly exporters?: readonly FurtherExporter[];
}

/** Whether an exporter that not every platform has runs and is asked. */
export function hasExporter({ exporters = [] }: Observed, exporter: FurtherExporter): boolean {
  return exporters.includes(exporter);
}

/** Makers of the accelerators in the platform's pools. */
export function vendorsOf({ spec }: Observed): ReadonlySet<string> {
  return new Set(spec.pools.flatMap((pool) => poolShape(spec.target.kind, pool)?.accelerator?.vendor ?? []));
}

/** Makers whose accelerators tell how busy they are. */
export function measuredVendors(observed: Observed): ReadonlySet<string> {
  const exporter = { aws: 'neuron-monitor', google: 'tpu-device-plugin', huawei: 'npu-exporter' } as const;
  const told = (vendor: string) =>
    !(vendor in exporter) || hasExporter(observed, exporter[vendor as keyof typeof exporter]);
  return new Set([...vendorsOf(observed)].filter(told));
}

/** A pool with what its nodes are made of. */
export interface ObservedPool {
  /** Name. */
  readonly name: string;
  /** Resource that quotas count, as Kueue names it, for example `nvidia.com/gpu`. */
  readonly resource: string;
  /** The same resource as kube-state-metrics names it, for example `nvidia_com_gpu`. */
  readonly exported: string;
  /** How many of it one node has. */
  readonly unitsPerNode: number;
  /** Nodes that are always there. */
  readonly min: number;
  /** Most nodes. */
  readonly max: number;
  /** Selector of its nodes' series in `kube_node_labels`, with braces. */
  readonly nodes: string;
  /** Whether nodes say how many of it they have; claimed devices (DRA) are no extended resource. */
  readonly counted: boolean;
  /** Shape of its nodes. @default - its instance type is not in the catalogue */
  readonly shape?: PoolShape;
}

/** The pools in the spec's order. */
export function observedPools({ facts, spec }: Observed): readonly ObservedPool[] {
  return facts.pools.flatMap(({ allocator, name, nodeLabels, resource, unitsPerNode }) => {
    const pool = spec.pools.find((each) => each.name === name);
    if (pool === undefined) return [];
    const { max, min } = pool.nodes;
    const exported = exportedName(resource);
    const shape = poolShape(spec.target.kind, pool);
    const counted = allocator !== 'none' && allocator !== 'draDriver';
    const nodes = nodeSelector(nodeLabels);
    return [{ name, resource, exported, unitsPerNode, min, max, nodes, counted, shape }];
  });
}

/** Price of one of the pool's nodes. @returns undefined where it is not known, or the pool counts nothing */
export function priceOf({ shape, unitsPerNode }: ObservedPool): PoolShape['price'] {
  return unitsPerNode === 0 ? undefined : shape?.price;
}

/** How kube-state-metrics writes the name of a resource or a label. */
export function exportedName(name: string): string {
  return name.replaceAll(/[^A-Za-z0-9_]/g, '_');
}

function nodeSelector(labels: Readonly<Record<string, string>>): string {
  const matchers = Object.entries(labels).map(([key, value]) => `label_${exportedName(key)}="${value}"`);
  return `{${matchers.join(',')}}`;
}

/** Matcher of a histogram's bound. Prometheus 3 writes whole numbers as `1.0`, earlier ones as the exporter does. */
export function le(bound: number): string {
  return Number.isInteger(bound) ? `le=~"${bound}([.]0)?"` : `le="${bound}"`;
}
