import type { TeamBucket } from '../../spec/facts.ts';
import type { TeamSpec } from '../../spec/team.ts';
import type { WayIn } from '../access/index.ts';
import type { PoolFlavor, TeamQueue } from '../queueing/index.ts';
import type { TeamSpace } from '../tenancy/index.ts';
import type { ModelCheck } from './model-check.ts';

/** What all places of a platform have in common. */
export interface ServingSetting {
  /** Name of the platform. */
  readonly platform: string;
  /** Labels that the user gives to every object. */
  readonly labels: Readonly<Record<string, string>>;
  /** Kubernetes minor of the cluster. */
  readonly kubernetes: string;
  /** The way in. */
  readonly access: WayIn;
  /** Where Prometheus is asked for what replicas follow. */
  readonly prometheus: string;
  /** Names of the platform's priorities. */
  readonly priorities: readonly string[];
  /** What looks at a model before its server starts. @default - nothing does */
  readonly verify?: ModelCheck;
}

/** Where a team's endpoints run: one pool that is open to it, and what holds there. */
export interface ServingPlace extends ServingSetting {
  /** The team. */
  readonly team: TeamSpec;
  /** Namespace that its servers run in. */
  readonly namespace: string;
  /** Namespace of its servers that use RDMA between nodes. @default - the team may not use it */
  readonly fabricNamespace?: string;
  /** Queue that its servers wait in, the one of the team's jobs on this pool: both share one quota. */
  readonly queueName: string;
  /** The pool. */
  readonly pool: PoolFlavor;
  /** Where endpoint pickers run: a pool of the team without accelerators where it has one, so that they keep no accelerator's node alive. */
  readonly pickers: Pick<ServingPlace, 'pool' | 'queueName'>;
  /** Labels by which pods are given the team's cloud identity. */
  readonly podLabels: Readonly<Record<string, string>>;
  /** The team's part of the object store. @default - the place has none */
  readonly bucket?: TeamBucket;
}

/** Every pool that is open to a team, for all teams, in the order of the teams' queues. */
export function servingPlaces(
  spaces: readonly TeamSpace[],
  queues: readonly TeamQueue[],
  setting: ServingSetting,
): readonly ServingPlace[] {
  const byNamespace = Map.groupBy(queues, ({ namespaces }) => namespaces[0] ?? '');
  return spaces.flatMap((space) => {
    const pools = (byNamespace.get(space.namespaces[0]?.name ?? '') ?? []).flatMap(({ queueName, quotas }) =>
      quotas.map(({ flavor }) => ({ pool: flavor, queueName })),
    );
    const front = pools.find(({ pool }) => pool.resource === 'cpu');
    return pools.map((one) => place(space, one, front ?? one, setting));
  });
}

function place(
  { facts, namespaces, team }: TeamSpace,
  { pool, queueName }: ServingPlace['pickers'],
  pickers: ServingPlace['pickers'],
  setting: ServingSetting,
): ServingPlace {
  const [work, fabric] = namespaces;
  return {
    ...setting,
    team,
    namespace: work?.name ?? team.name,
    fabricNamespace: fabric?.name,
    queueName,
    pool,
    pickers,
    podLabels: facts.identityPodLabels,
    bucket: facts.bucket,
  };
}
