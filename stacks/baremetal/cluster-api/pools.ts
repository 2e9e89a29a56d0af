import { ComponentResource, type ComponentResourceOptions } from '@pulumi/pulumi';
import type { NodeLabels } from '../../../constructs/accelerators/index.ts';
import type { PoolFacts, TargetFacts } from '../../../spec/facts.ts';
import type { PlatformOn } from '../../../spec/platform.ts';
import type { PoolSpec } from '../../../spec/pool.ts';
import type { Deletion } from '../../deletion.ts';
import type { KubernetesObject } from '../../kubernetes-object.ts';
import type { ManagementConnection } from '../../management-connection.ts';
import { kubernetesVersion } from '../versions.ts';
import { API, reference } from './api-versions.ts';
import { elasticAnnotations } from './elastic-annotations.ts';
import { Hosts } from './hosts.ts';
import { mirrorFiles, nodeRegistration } from './kubeadm.ts';
import { machineTemplate } from './machine-template.ts';
import type { Management } from './management.ts';

/** What pools are made of. */
export interface PoolsArgs {
  /** The platform. */
  readonly spec: PlatformOn<'baremetal'>;
  /** Names, labels and numbers that the manifests count on. */
  readonly facts: TargetFacts;
  /** Labels that nodes carry from the beginning. */
  readonly nodeLabels: ReadonlyMap<string, NodeLabels>;
  /** The namespace in the management cluster. */
  readonly management: Management;
  /** Way to the machines' controllers. @default - Secrets that the spec names */
  readonly connection?: ManagementConnection;
  /** What happens to their disks. */
  readonly deletion: Deletion;
}

/** A pool, and what is known of it. */
interface OnePool extends PoolsArgs {
  readonly pool: PoolSpec;
  readonly known: PoolFacts;
}

/** The machines of each pool, which Cluster API takes from the hosts that are meant for it. */
export class Pools extends ComponentResource {
  /** The objects that Cluster API makes the machines from. */
  public readonly made: readonly KubernetesObject[];

  public constructor(name: string, args: PoolsArgs, opts?: ComponentResourceOptions) {
    super('plinth:baremetal:Pools', name, {}, opts);
    this.made = args.spec.pools.flatMap((pool, index) => {
      const known = args.facts.pools[index];
      return known === undefined
        ? []
        : [new Pool(`${name}-${pool.name}`, { ...args, pool, known }, { parent: this }).made];
    });
    this.registerOutputs();
  }
}

/**
 * The machines of one pool. A pool that changes its size is left to the cluster autoscaler between its bounds; every machine that it may
 * use is listed and waits, switched off.
 *
 * Which machine goes when a pool gets smaller, Cluster API chooses: annotate the Machine that shall with `cluster.x-k8s.io/delete-machine`
 * before its host leaves the spec.
 */
class Pool extends ComponentResource {
  public readonly made: KubernetesObject;

  public constructor(name: string, args: OnePool, opts: ComponentResourceOptions) {
    super('plinth:baremetal:Pool', name, {}, opts);
    const { connection, deletion, facts, management, pool, spec } = args;
    const machines = spec.target.machines.filter((each) => each.pool === pool.name);
    const hostsArgs = { management, machines, site: spec.target.site, connection, deletion };
    const hosts = new Hosts(`${name}-hosts`, hostsArgs, { parent: this });
    const dependsOn = [...hosts.made];
    const template = machineTemplate(spec, facts.cluster, { name: poolName(facts, pool), role: pool.name });
    const machine = management.object(template, { parent: this, dependsOn });
    const join = management.object(joinTemplate(args), { parent: this, dependsOn });
    const object = machineDeployment(args, template.metadata.name);
    this.made = management.object(object, { parent: this, dependsOn: [...dependsOn, machine, join] });
    this.registerOutputs();
  }
}

function poolName({ cluster }: TargetFacts, { name }: PoolSpec): string {
  return `${cluster}-${name}`;
}

function labelsOf({ known, nodeLabels, pool }: OnePool): NodeLabels {
  return { ...pool.labels, ...nodeLabels.get(pool.name), ...known.nodeLabels };
}

function joinTemplate(args: OnePool) {
  const { facts, known, pool, spec } = args;
  const joinConfiguration = { nodeRegistration: nodeRegistration(labelsOf(args), known.taints) };
  const files = mirrorFiles(spec);
  return {
    apiVersion: API.bootstrap,
    kind: 'KubeadmConfigTemplate',
    metadata: { name: poolName(facts, pool) },
    spec: { template: { spec: { joinConfiguration, ...(files.length === 0 ? {} : { files }) } } },
  };
}

function machineDeployment(args: OnePool, template: string) {
  const { facts, known, pool, spec } = args;
  const { cluster: clusterName } = facts;
  const name = poolName(facts, pool);
  const matchLabels = { 'cluster.x-k8s.io/cluster-name': clusterName, 'plinth.dev/pool': pool.name };
  const elastic = known.autoscaler === 'clusterAutoscaler';
  return {
    apiVersion: API.cluster,
    kind: 'MachineDeployment',
    metadata: { name, annotations: elastic ? elasticAnnotations(pool, known, labelsOf(args)) : {} },
    spec: {
      clusterName,
      // Without a number Cluster API keeps what the autoscaler last chose, and begins with its least.
      ...(elastic ? {} : { replicas: known.nodes.standing }),
      selector: { matchLabels },
      // Machines of one's own have no spare one: each goes before the next comes.
      rollout: { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } } },
      template: {
        metadata: { labels: matchLabels },
        spec: {
          clusterName,
          version: `v${kubernetesVersion(spec)}`,
          bootstrap: { configRef: reference(API.bootstrap, 'KubeadmConfigTemplate', name) },
          infrastructureRef: reference(API.infrastructure, 'Metal3MachineTemplate', template),
        },
      },
    },
  };
}
