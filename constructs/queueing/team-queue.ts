import { Construct } from 'constructs';
import { ClusterQueue, LocalQueue } from '../imports/kueue.gen.ts';
import type { GangAdmission } from './gang-admission.ts';
import type { PoolFlavor } from './pool-flavor.ts';
import { resourceGroup } from './quota.ts';

/** What a team may take of one pool. Unit: accelerators, partitions, shares, or vCPUs, as the pool counts. */
export interface TeamQuota {
  /** The pool. */
  readonly flavor: PoolFlavor;
  /** Kept for this team even when the pool is full. */
  readonly guaranteed: number;
  /** Taken from others while they idle. @default 0 - never more than the guarantee. (Kueue's own default is no limit.) */
  readonly borrowable?: number;
  /** Part of the guarantee lent while it idles and taken back by preemption. @default - all of the guarantee */
  readonly reclaimable?: number;
}

/** A team's entitlement, and where its jobs are submitted. */
export interface TeamQueueProps {
  /** Name of the ClusterQueue; unique on the platform. */
  readonly name: string;
  /** Name of the LocalQueue in each namespace: what jobs name in `kueue.x-k8s.io/queue-name`. */
  readonly localName: string;
  /** Namespaces whose jobs may enter. */
  readonly namespaces: readonly string[];
  /** Labels that all those namespaces carry, and no other. */
  readonly namespaceLabels: Readonly<Record<string, string>>;
  /** Cohort that idle capacity is lent to and borrowed from. */
  readonly cohort: string;
  /** What the team may take of each pool. */
  readonly quotas: readonly TeamQuota[];
  /** Share of idle capacity compared with others. @default 1 */
  readonly weight?: number;
  /** Check that all nodes of a gang can be had, for the pools that need one. @default - none does */
  readonly gangAdmission?: GangAdmission;
}

/**
 * A team's share of the pools: one ClusterQueue, and a LocalQueue in each of its namespaces.
 *
 * Guaranteed work is never preempted for another team: what a team takes back is only what others had borrowed.
 */
export class TeamQueue extends Construct {
  /** Value for the `kueue.x-k8s.io/queue-name` label of the team's jobs. */
  public readonly queueName: string;
  /** Name of the ClusterQueue behind it. */
  public readonly clusterQueueName: string;
  /** Namespaces whose jobs may enter. */
  public readonly namespaces: readonly string[];
  /** What the team may take of each pool through it. */
  public readonly quotas: readonly TeamQuota[];

  public constructor(scope: Construct, id: string, props: TeamQueueProps) {
    super(scope, id);
    this.queueName = props.localName;
    this.clusterQueueName = props.name;
    this.namespaces = props.namespaces;
    this.quotas = props.quotas;
    const checked = props.quotas
      .filter(({ flavor }) => props.gangAdmission?.guards(flavor))
      .map(({ flavor }) => flavor.flavorName);

    new ClusterQueue(this, 'queue', {
      metadata: { name: props.name },
      spec: {
        cohortName: props.cohort,
        namespaceSelector: { matchLabels: props.namespaceLabels },
        queueingStrategy: 'BestEffortFIFO',
        fairSharing: { weight: `${props.weight ?? 1}` },
        preemption: {
          reclaimWithinCohort: 'Any',
          borrowWithinCohort: { policy: 'Never' },
          withinClusterQueue: 'LowerPriority',
        },
        resourceGroups: [resourceGroup(props.quotas.map((quota) => [quota.flavor, amounts(quota)] as const))],
        ...(checked.length === 0 || props.gangAdmission === undefined
          ? {}
          : {
              admissionChecksStrategy: {
                admissionChecks: [{ name: props.gangAdmission.checkName, onFlavors: checked }],
              },
            }),
      },
    });
    for (const namespace of props.namespaces) {
      new LocalQueue(this, `local-${namespace}`, {
        metadata: { name: props.localName, namespace },
        spec: { clusterQueue: props.name },
      });
    }
  }
}

function amounts({ borrowable, guaranteed, reclaimable }: TeamQuota) {
  return { nominal: guaranteed, borrowing: borrowable ?? 0, lending: reclaimable ?? guaranteed };
}
