import type { Construct } from 'constructs';
import { components } from '../../catalog/index.ts';
import type { ClusterApiFacts, KarpenterFacts } from '../../spec/facts.ts';
import { enforce } from '../../spec/finding.ts';
import { type AddOn, PlatformNamespace, Room, type RoomProps } from '../core/index.ts';
import { autoscalingRules } from './autoscaling-rules.ts';
import { AwsNodeClass } from './aws-node-class.ts';
import { AzureNodeClass } from './azure-node-class.ts';
import { type ClusterAutoscalerValues, clusterAutoscalerValues } from './cluster-autoscaler-values.ts';
import { DeviceOverlay } from './device-overlay.ts';
import { type ElasticPool, elasticPools } from './elastic-pool.ts';
import { KarpenterPool } from './karpenter-pool.ts';
import { type KarpenterValues, karpenterValues } from './karpenter-values.ts';
import { PoolComputeClass } from './pool-compute-class.ts';

/**
 * Autoscaling: nodes that come when jobs wait and go when nothing runs on them. Only for pools that change their size.
 *
 * @throws {PlatformError} `AUTOSCALING_RESERVATION_FORM` if a reservation of AWS is not named by its id.
 * @throws {PlatformError} `AUTOSCALING_RESERVATION_UNUSED` if AKS would add nodes beside a reservation.
 * @throws {PlatformError} `AUTOSCALING_DEVICE_UNSEEN` if jobs ask for a device that the autoscaler does not know of.
 */
export class Autoscaling extends Room {
  /** The pools that are scaled, in the spec's order. */
  public readonly pools: readonly ElasticPool[];
  /** Karpenter, where the platform installs it; on AKS the cloud runs it. */
  public readonly karpenter: AddOn<KarpenterValues> | undefined;
  /** The cluster autoscaler, where neither Karpenter nor a cloud scales the pools. */
  public readonly clusterAutoscaler: AddOn<ClusterAutoscalerValues> | undefined;

  public constructor(scope: Construct, props: RoomProps) {
    super(scope, 'autoscaling', props);
    enforce(props, autoscalingRules);
    const { facts, spec } = props;
    this.pools = elasticPools(spec, facts);
    this.karpenter = facts.karpenter && this.#karpenter(props, facts.karpenter);
    this.clusterAutoscaler = facts.clusterApi && this.#clusterAutoscaler(props, facts.clusterApi);
    for (const elastic of this.pools) {
      if (elastic.facts.autoscaler === 'karpenter') this.#karpenterPool(props, elastic);
      if (elastic.facts.autoscaler === 'computeClass')
        new PoolComputeClass(this.in('platform'), `class-${elastic.pool.name}`, { elastic });
    }
  }

  #karpenterPool(props: RoomProps, elastic: ElasticPool): void {
    const chart = this.in('platform');
    const { pool } = elastic;
    const { facts, spec } = props;
    const { nodeClass } =
      facts.karpenter === undefined
        ? new AzureNodeClass(chart, `class-${pool.name}`, { spec, elastic })
        : new AwsNodeClass(chart, `class-${pool.name}`, { spec, karpenter: facts.karpenter, elastic });
    new KarpenterPool(chart, `pool-${pool.name}`, { elastic, nodeClass, zones: zones(props, elastic) });
    if (DeviceOverlay.needed(elastic)) new DeviceOverlay(chart, `overlay-${pool.name}`, { elastic });
  }

  #karpenter({ facts, spec }: RoomProps, karpenter: KarpenterFacts): AddOn<KarpenterValues> {
    // Not karpenter-crd: the chart brings the same definitions, and the delivery upgrades those too.
    return this.install<KarpenterValues>({
      component: components.karpenter,
      namespace: this.#namespace(karpenter.namespace, spec.target.kubernetes),
      values: karpenterValues(spec, facts, karpenter, this.pools.some(DeviceOverlay.needed)),
      ready: [{ kind: 'Deployment', name: 'karpenter' }],
    });
  }

  #clusterAutoscaler({ spec }: RoomProps, clusterApi: ClusterApiFacts): AddOn<ClusterAutoscalerValues> {
    return this.install<ClusterAutoscalerValues>({
      component: components['cluster-autoscaler'],
      namespace: this.#namespace(clusterApi.autoscalerNamespace, spec.target.kubernetes),
      values: clusterAutoscalerValues(spec, clusterApi),
      ready: [{ kind: 'Deployment', name: components['cluster-autoscaler'].name }],
    });
  }

  #namespace(name: string, kubernetes: string): string {
    return new PlatformNamespace(this.in('operators'), 'namespace', { name, kubernetes }).name;
  }
}

/** Zones as the cloud labels nodes with them: Azure numbers its zones, and puts the region before the number. */
function zones({ spec: { target } }: RoomProps, { pool }: ElasticPool): readonly string[] {
  if (target.kind !== 'azure') return pool.zones;
  return pool.zones.map((zone) => `${target.region}-${zone}`);
}
