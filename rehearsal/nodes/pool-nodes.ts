import { acceleratorNodeLabels } from '../../constructs/accelerators/index.ts';
import { POOL_LABEL } from '../../spec/base-pool-facts.ts';
import type { PoolFacts, TargetFacts } from '../../spec/facts.ts';
import type { PlatformSpec } from '../../spec/platform.ts';
import type { PoolSpec } from '../../spec/pool.ts';
import { type PoolShape, poolShape } from '../../spec/pool-shape.ts';
import type { KubernetesObject } from '../kubernetes-object.ts';
import type { NodeShape } from '../node-shape.ts';
import type { SimulatedNode } from '../simulated-nodes.ts';
import { deviceSlice } from './device-slice.ts';
import { hasUnpublishedSize, machineResources } from './machine-resources.ts';
import { borrowedSizes, machinesOnSale } from './machines-on-sale.ts';
import { blockLabels, targetZones, zoneOf } from './node-topology.ts';

/** The nodes of a platform, as a rehearsal has them. */
export interface PoolNodes {
  /** Nodes that are there from the beginning. */
  readonly standing: readonly SimulatedNode[];
  /** What the DRA drivers of these nodes would publish. */
  readonly slices: readonly KubernetesObject[];
  /** Machines that the real Karpenter may buy; empty: it has nothing to do. */
  readonly shapes: readonly NodeShape[];
  /** What about them is not as the place would have it, in one sentence each. */
  readonly assumptions: readonly string[];
}

/** How nodes come and go in a rehearsal. */
export interface PoolNodesOptions {
  /** `karpenter`: pools that it scales on the target begin at their smallest size; `none`: every pool has all its nodes. */
  readonly autoscaler: 'karpenter' | 'none';
}

interface Pool {
  readonly spec: PlatformSpec;
  readonly pool: PoolSpec;
  readonly facts: PoolFacts;
  readonly shape: PoolShape;
  readonly labels: Readonly<Record<string, string>>;
}

/** Makes simulated nodes for every pool of a platform: labels, taints, capacity, topology, and devices for DRA. Pure. */
export function poolNodes(spec: PlatformSpec, facts: TargetFacts, { autoscaler }: PoolNodesOptions): PoolNodes {
  const owners = acceleratorNodeLabels({ spec, facts });
  const pools = spec.pools.flatMap((pool, index): Pool[] => {
    const shape = poolShape(facts.kind, pool);
    const poolFacts = facts.pools[index];
    if (shape === undefined || poolFacts === undefined) return [];
    return [{ spec, pool, facts: poolFacts, shape, labels: owners.get(pool.name) ?? {} }];
  });
  const grows = (one: Pool) => autoscaler === 'karpenter' && one.facts.autoscaler === 'karpenter';
  const machines = machinesOnSale(pools.filter(grows));
  const nodes = pools.map((one) => ({ one, nodes: standing(one, grows(one)) }));
  return {
    standing: [...platformNodes(spec), ...nodes.flatMap((each) => each.nodes)],
    slices: nodes.flatMap(({ one, nodes }) => slices(one, nodes)),
    shapes: machines,
    assumptions: pools.flatMap((one) => [
      ...assumptions(one, grows(one)),
      ...(grows(one) ? borrowedSizes(one, machines) : []),
    ]),
  };
}

function standing(one: Pool, grows: boolean): SimulatedNode[] {
  const { elastic, standing } = one.facts.nodes;
  return Array.from({ length: grows ? standing : standing + elastic }, (_, index) => node(one, index));
}

function node({ facts, labels, pool, shape, spec }: Pool, index: number): SimulatedNode {
  return {
    name: `${pool.name}-${String(index).padStart(4, '0')}`,
    labels: {
      ...pool.labels,
      ...labels,
      [POOL_LABEL]: pool.name,
      ...facts.nodeLabels,
      'node.kubernetes.io/instance-type': pool.instance ?? 'machine',
      'kubernetes.io/arch': shape.architecture,
      'topology.kubernetes.io/zone': zoneOf(spec, pool, facts, index),
      ...regionLabel(spec),
      ...blockLabels(pool.name, facts.topologyLevels, index),
    },
    taints: facts.taints,
    capacity: machineResources(facts, shape),
  };
}

function regionLabel({ target }: PlatformSpec): Record<string, string> {
  return 'region' in target ? { 'topology.kubernetes.io/region': target.region } : {};
}

function slices({ facts, pool, shape }: Pool, nodes: readonly SimulatedNode[]): KubernetesObject[] {
  if (facts.allocator !== 'draDriver') return [];
  return nodes.map(({ name }) => deviceSlice(name, pool, facts, shape));
}

/** Nodes for what belongs to the platform itself, whatever the pools are: nobody's job runs there. */
function platformNodes(spec: PlatformSpec): SimulatedNode[] {
  const zones = targetZones(spec);
  return Array.from({ length: 3 }, (_, index) => ({
    name: `platform-${index}`,
    labels: { 'topology.kubernetes.io/zone': zones[index % zones.length] ?? 'a' },
    capacity: { cpu: '16', memory: '64Gi', 'ephemeral-storage': '200Gi', pods: '110' },
  }));
}

function assumptions({ facts, pool, shape }: Pool, grows: boolean): string[] {
  const { autoscaler, nodes } = facts;
  return [
    ...(nodes.elastic > 0 && !grows
      ? [
          `pool ${pool.name}: all ${nodes.standing + nodes.elastic} nodes are there from the beginning; ${autoscaler} is not rehearsed`,
        ]
      : []),
    ...(grows
      ? [
          `pool ${pool.name}: the real Karpenter buys simulated machines; how long a cloud takes to deliver one is not rehearsed`,
        ]
      : []),
    ...(hasUnpublishedSize(shape) ? [`pool ${pool.name}: processors and memory of its machine are made up`] : []),
    ...(facts.topologyLevels.length > 1 ? [`pool ${pool.name}: its network blocks are made up, four nodes each`] : []),
  ];
}
