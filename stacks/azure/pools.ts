import { ProximityPlacementGroup } from '@pulumi/azure-native/compute/proximityPlacementGroup.js';
import { AgentPool } from '@pulumi/azure-native/containerservice/agentPool.js';
import { ComponentResource, type ComponentResourceOptions } from '@pulumi/pulumi';
import type { NodeLabels } from '../../constructs/accelerators/index.ts';
import type { PoolFacts, TargetFacts } from '../../spec/facts.ts';
import type { PlatformOn } from '../../spec/platform.ts';
import type { PoolSpec } from '../../spec/pool.ts';
import { agentPoolArgs, type ChosenPoolArgs } from './agent-pool.ts';
import type { Cluster } from './cluster.ts';
import { usedInKata } from './kata.ts';
import type { Network } from './network.ts';
import { type Place, tagsOf } from './resource-groups.ts';
import { clusterZones } from './zones.ts';

/** What pools are built from. */
export interface PoolsArgs {
  /** The platform. */
  readonly spec: PlatformOn<'azure'>;
  /** Names, labels and numbers that the manifests count on. */
  readonly facts: TargetFacts;
  /** Labels that nodes carry from the beginning. */
  readonly nodeLabels: ReadonlyMap<string, NodeLabels>;
  /** Where they stand. */
  readonly network: Network;
  /** What they join. */
  readonly cluster: Cluster;
  /** The cluster's group. */
  readonly place: Place;
}

/** Machines of the platform's own controllers. A size that holds them all; three survive the loss of a zone. */
const PLATFORM = { name: 'plinth', instance: 'Standard_D4s_v5', nodes: 3 } as const;

/**
 * Machines of AKS beside its own: those of the platform's controllers, and of each pool as many as its facts say.
 *
 * - Pools are never among the cluster's own settings, where they could neither be removed nor changed one by one.
 * - Where Karpenter adds machines, the group here only stands; where AKS' autoscaler does, the number is left to it.
 * - A pool that must be replaced gets its new machines first. One in a reservation gives its old ones up first: nobody holds both.
 */
export class Pools extends ComponentResource {
  /** Machines of the platform's controllers; they outlive everything that runs on them. */
  public readonly platform: AgentPool;
  readonly #args: PoolsArgs;
  readonly #name: string;

  public constructor(name: string, args: PoolsArgs, opts?: ComponentResourceOptions) {
    super('plinth:azure:Pools', name, {}, opts);
    this.#name = name;
    this.#args = args;
    this.platform = this.#agentPool(`${name}-plinth-platform`, PLATFORM.name, this.#platformArgs(), {});
    for (const [index, pool] of args.spec.pools.entries()) {
      const facts = args.facts.pools[index];
      if (facts !== undefined) this.#pool(pool, facts);
    }
    this.registerOutputs();
  }

  #platformArgs(): ChosenPoolArgs {
    const { target } = this.#args.spec;
    const zones = clusterZones(target);
    return {
      agentPoolName: PLATFORM.name,
      mode: 'User',
      type: 'VirtualMachineScaleSets',
      vmSize: PLATFORM.instance,
      enableAutoScaling: false,
      count: PLATFORM.nodes,
      osType: 'Linux',
      osSKU: 'Ubuntu',
      orchestratorVersion: target.kubernetes,
      availabilityZones: zones.length === 0 ? undefined : [...zones],
      nodeLabels: { 'plinth.dev/role': 'system' },
      upgradeSettings: { maxSurge: '33%' },
    };
  }

  #pool(pool: PoolSpec, facts: PoolFacts): void {
    // AKS' autoscaler fills a pool that is empty; Karpenter needs none to begin with.
    if (facts.nodes.standing === 0 && facts.autoscaler !== 'nodePool') return;
    const { nodeLabels, spec } = this.#args;
    const name = `${this.#name}-${pool.name}`;
    const args = agentPoolArgs({
      pool,
      facts,
      nodeLabels: nodeLabels.get(pool.name) ?? {},
      target: spec.target,
      kata: usedInKata(spec, pool.name),
    });
    const proximityPlacementGroupID = this.#placement(name, facts)?.id;
    this.#agentPool(
      name,
      pool.name,
      { ...args, proximityPlacementGroupID },
      {
        ...(args.enableAutoScaling === true ? { ignoreChanges: ['count'] } : {}),
        ...(pool.capacity.kind === 'reservation' ? { deleteBeforeReplace: true } : {}),
      },
    );
  }

  #placement(name: string, { placementGroup }: PoolFacts): ProximityPlacementGroup | undefined {
    if (placementGroup === undefined) return undefined;
    return new ProximityPlacementGroup(
      name,
      {
        ...this.#args.place,
        proximityPlacementGroupName: placementGroup,
        proximityPlacementGroupType: 'Standard',
      },
      { parent: this },
    );
  }

  #agentPool(
    name: string,
    pool: string,
    args: ChosenPoolArgs,
    opts: { readonly ignoreChanges?: string[]; readonly deleteBeforeReplace?: boolean },
  ): AgentPool {
    const { cluster, network, place, spec } = this.#args;
    return new AgentPool(
      name,
      {
        ...args,
        resourceGroupName: place.resourceGroupName,
        resourceName: cluster.aks.name,
        vnetSubnetID: network.nodesId,
        tags: tagsOf(spec.metadata, pool),
      },
      { parent: this, deletedWith: cluster.aks, ...opts },
    );
  }
}
