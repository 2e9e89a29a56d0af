import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { NodePool, type NodePoolDisruption, type NodePoolRequirement } from '../imports/karpenter.gen.ts';
import type { ElasticPool } from './elastic-pool.ts';

/** What Karpenter may add to a pool. */
export interface KarpenterPoolProps {
  /** The pool. */
  readonly elastic: ElasticPool;
  /** The cloud's own settings of its nodes. */
  readonly nodeClass: ApiObject;
  /** Zones that its nodes may stand in, as the cloud labels them. Empty: all of the cluster's. */
  readonly zones: readonly string[];
}

/**
 * The nodes that Karpenter may add to a pool: up to what the stack's own node group leaves of the pool's largest size.
 *
 * Karpenter's static pools (`replicas`) would keep the smallest size too, but they are alpha, cannot be turned back, and are
 * off where AKS runs Karpenter. So the stack keeps those nodes, and they outlive the controller.
 */
export class KarpenterPool extends Construct {
  public constructor(scope: Construct, id: string, { elastic, nodeClass, zones }: KarpenterPoolProps) {
    super(scope, id);
    const { facts, labels, pool, shape } = elastic;
    new NodePool(this, 'pool', {
      metadata: { name: pool.name },
      spec: {
        limits: { nodes: `${facts.nodes.elastic}` },
        disruption: disruption(elastic),
        template: {
          metadata: { labels: { ...labels, ...facts.nodeLabels } },
          spec: {
            nodeClassRef: { group: nodeClass.apiGroup, kind: nodeClass.kind, name: nodeClass.name },
            requirements: requirements(elastic, zones),
            taints: facts.taints,
            // Expiry is forceful: it would end a training run of a month. Machines with accelerators are renewed when idle.
            ...(shape.accelerator === undefined
              ? { expireAfter: '720h', terminationGracePeriod: '24h' }
              : { expireAfter: 'Never' }),
          },
        },
      },
    });
  }
}

/** Karpenter's word for each way to obtain nodes. */
const CAPACITY_TYPES = {
  onDemand: 'on-demand',
  contracted: 'on-demand',
  spot: 'spot',
  reservation: 'reserved',
  capacityBlock: 'reserved',
} as const;

function requirements({ instance, pool, shape }: ElasticPool, zones: readonly string[]): NodePoolRequirement[] {
  const kind = pool.capacity.kind;
  if (kind === 'flexStart' || kind === 'queued') throw new Error(`bug: Karpenter has no capacity of kind ${kind}`);
  const oneOf = (key: string, ...values: string[]): NodePoolRequirement => ({ key, operator: 'In', values });
  return [
    oneOf('node.kubernetes.io/instance-type', instance),
    oneOf('karpenter.sh/capacity-type', CAPACITY_TYPES[kind]),
    oneOf('kubernetes.io/arch', shape.architecture),
    oneOf('kubernetes.io/os', 'linux'),
    ...(zones.length === 0 ? [] : [oneOf('topology.kubernetes.io/zone', ...zones)]),
  ];
}

/**
 * Nodes with accelerators go only when nothing runs on them, and are never replaced under a job: a gang that loses one
 * node loses all. What is reserved is paid for anyway: it stays a day for the next job, then goes and comes back with a
 * new image.
 */
function disruption({ pool: { capacity }, shape }: ElasticPool): NodePoolDisruption {
  if (shape.accelerator === undefined) {
    return {
      consolidationPolicy: 'WhenEmptyOrUnderutilized',
      consolidateAfter: '5m',
      budgets: [{ nodes: '10%' }],
    };
  }
  const reserved = CAPACITY_TYPES[capacity.kind as keyof typeof CAPACITY_TYPES] === 'reserved';
  return {
    consolidationPolicy: 'WhenEmpty',
    consolidateAfter: reserved ? '24h' : '10m',
    budgets: [
      { nodes: '100%', reasons: ['Empty'] },
      { nodes: '0', reasons: ['Drifted', 'Underutilized'] },
    ],
  };
}
