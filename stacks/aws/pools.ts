import { ComponentResource, type ComponentResourceOptions, type Input, type Resource } from '@pulumi/pulumi';
import { accelerators, findInstance } from '../../catalog/index.ts';
import type { NodeLabels } from '../../constructs/accelerators/index.ts';
import { sharesImages } from '../../constructs/images/index.ts';
import type { PoolFacts, Taint, TargetFacts } from '../../spec/facts.ts';
import type { PlatformOn } from '../../spec/platform.ts';
import type { PoolSpec } from '../../spec/pool.ts';
import type { Cluster } from './cluster.ts';
import type { Identity } from './identity.ts';
import type { Network } from './network.ts';
import { NodeGroup, type NodeGroupArgs, packed } from './node-group.ts';

/** What pools are built from. */
export interface PoolsArgs {
  /** The platform. */
  readonly spec: PlatformOn<'aws'>;
  /** Names, labels and numbers that the manifests count on. */
  readonly facts: TargetFacts;
  /** Labels that nodes carry from the beginning. */
  readonly nodeLabels: ReadonlyMap<string, NodeLabels>;
  /** Where they stand. */
  readonly network: Network;
  /** What they join. */
  readonly cluster: Cluster;
  /** What they are. */
  readonly identity: Identity;
  /** What must be there before a machine is ready. */
  readonly after: readonly Resource[];
}

/** Machines of the platform's own controllers. A size that holds them all; three survive the loss of a zone. */
const SYSTEM = { name: 'plinth-system', instance: 'm7i.xlarge', nodes: 3 } as const;

/** How EKS writes what a taint does. */
const EFFECTS: Readonly<Record<Taint['effect'], string>> = {
  NoSchedule: 'NO_SCHEDULE',
  NoExecute: 'NO_EXECUTE',
  PreferNoSchedule: 'PREFER_NO_SCHEDULE',
};

/**
 * Machines that always stand: those of the platform's controllers, and of each pool as many as its facts say.
 *
 * The rest of a pool Karpenter adds, in the same placement group. Nobody else changes the size of a group, with one
 * exception: a Capacity Block begins at its own time, and EKS refuses machines before it, so its group starts empty and is scaled by
 * hand or by schedule between its beginning and half an hour before its end.
 */
export class Pools extends ComponentResource {
  /** Machines of the platform's controllers; they outlive everything that runs on them. */
  public readonly system: NodeGroup;
  readonly #args: PoolsArgs;
  readonly #name: string;

  public constructor(name: string, args: PoolsArgs, opts?: ComponentResourceOptions) {
    super('plinth:aws:Pools', name, {}, opts);
    this.#name = name;
    this.#args = args;
    this.system = this.#group(`${name}-${SYSTEM.name}`, {
      pool: SYSTEM.name,
      instance: SYSTEM.instance,
      zones: [],
      nodes: SYSTEM.nodes,
      labels: { 'plinth.dev/role': 'system' },
    });
    for (const [index, pool] of args.spec.pools.entries()) {
      const facts = args.facts.pools[index];
      if (facts !== undefined) this.#pool(pool, facts);
    }
    this.registerOutputs();
  }

  #pool(pool: PoolSpec, facts: PoolFacts): void {
    const name = `${this.#name}-${pool.name}`;
    const group = facts.placementGroup;
    // Karpenter looks for it by name even where no machine always stands.
    const placementGroup = group === undefined ? undefined : packed(name, group, { parent: this }).name;
    if (facts.nodes.standing === 0) return;
    this.#group(name, {
      pool: pool.name,
      instance: pool.instance ?? '',
      zones: pool.zones,
      nodes: facts.nodes.standing,
      labels: { ...pool.labels, ...this.#args.nodeLabels.get(pool.name), ...facts.nodeLabels },
      spec: pool,
      facts,
      placementGroup,
    });
  }

  #group(name: string, standing: Standing): NodeGroup {
    const { after, cluster, facts, identity, network, spec } = this.#args;
    const { instance, placementGroup, pool } = standing;
    const args: NodeGroupArgs = {
      group: {
        ...groupOf(standing),
        clusterName: cluster.eks.name,
        nodeGroupName: pool,
        nodeRoleArn: identity.nodeRole.arn,
        subnetIds: network.nodeSubnetIds(standing.zones),
        version: spec.target.kubernetes,
      },
      machine: {
        name: `${facts.cluster}-${pool}`,
        instance,
        capacity: standing.spec?.capacity,
        facts: standing.facts,
        sharesImages: sharesImages(spec),
        securityGroupIds: [cluster.eks.vpcConfig.clusterSecurityGroupId, network.nodeGroup.id],
        tags: tagsOf(spec, pool),
      },
      placementGroup,
      sizedByOthers: startsEmpty(standing),
      // Machines join through the way out of their network, and it stays until they are gone.
      after: [network, ...identity.node, ...after],
    };
    return new NodeGroup(name, args, { parent: this });
  }
}

/** Machines that always stand. */
interface Standing {
  readonly pool: string;
  readonly instance: string;
  readonly zones: readonly string[];
  readonly nodes: number;
  readonly labels: Readonly<Record<string, string>>;
  readonly spec?: PoolSpec;
  readonly facts?: PoolFacts;
  readonly placementGroup?: Input<string>;
}

function groupOf(standing: Standing) {
  const { facts, instance, labels, nodes, spec } = standing;
  const empty = startsEmpty(standing);
  return {
    amiType: imageOf(instance, facts),
    capacityType: CAPACITY_TYPES[spec?.capacity.kind ?? 'onDemand'] ?? 'ON_DEMAND',
    labels,
    taints: (facts?.taints ?? []).map(({ effect, key, value }) => ({ key, value, effect: EFFECTS[effect] })),
    scalingConfig: { minSize: empty ? 0 : nodes, desiredSize: empty ? 0 : nodes, maxSize: nodes },
  };
}

/** EKS' words for ways to obtain machines; all others are on demand, from a reservation or not. */
const CAPACITY_TYPES: Partial<Record<PoolSpec['capacity']['kind'], string>> = {
  spot: 'SPOT',
  capacityBlock: 'CAPACITY_BLOCK',
};

function startsEmpty({ spec }: Standing): boolean {
  return spec?.capacity.kind === 'capacityBlock';
}

/** Amazon Linux 2023: with the driver of the accelerator, or plain where an operator brings it. */
function imageOf(instance: string, facts: PoolFacts | undefined): string {
  const known = findInstance('aws', instance);
  const architecture = known?.architecture === 'arm64' ? 'ARM_64' : 'x86_64';
  const vendor = known?.accelerator === undefined ? undefined : accelerators[known.accelerator].vendor;
  if (facts?.driver === 'machineImage' && vendor === 'nvidia') return `AL2023_${architecture}_NVIDIA`;
  if (facts?.driver === 'machineImage' && vendor === 'aws') return `AL2023_${architecture}_NEURON`;
  return `AL2023_${architecture}_STANDARD`;
}

function tagsOf({ metadata }: PlatformOn<'aws'>, pool: string): Record<string, string> {
  return {
    'plinth.dev/platform': metadata.name,
    'plinth.dev/environment': metadata.environment,
    'plinth.dev/pool': pool,
  };
}
