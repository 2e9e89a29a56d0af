import type { TeamSpec } from '../../spec/team.ts';
import type { TrainingSpec } from '../../spec/training.ts';
import type { PoolFlavor, TeamQueue } from '../queueing/index.ts';
import type { TeamSpace } from '../tenancy/index.ts';
import type { CheckpointStore } from './checkpoint-store.ts';
import type { RuntimeSetting } from './runtime-pod.ts';

/** Where a team's jobs run: one pool that is open to it, and what holds there. */
export interface JobPlace {
  /** The team. */
  readonly team: TeamSpec;
  /** Namespace that its jobs run in. */
  readonly namespace: string;
  /** Namespace of its jobs that use RDMA. @default - the team may not use it */
  readonly fabricNamespace?: string;
  /** Queue that its jobs for this pool are submitted to. */
  readonly queueName: string;
  /** The pool. */
  readonly pool: PoolFlavor;
  /** Most that the team can ever hold of the pool: its guarantee and what it may borrow. In the pool's unit. */
  readonly ceiling: number;
  /** Frameworks, retries and checkpoints of the platform. */
  readonly training: TrainingSpec;
  /** Where checkpoints go. */
  readonly store: CheckpointStore;
  /** Labels by which pods are given the team's cloud identity. */
  readonly podLabels: Readonly<Record<string, string>>;
  /** Names of the platform's priorities. */
  readonly priorities: readonly string[];
  /** Whether pods are told where the team's experiments are recorded. @default false */
  readonly tracking?: boolean;
  /** Networks of the cluster that the cards of its machines are in, in their order (GPUDirect-TCPX and -TCPXO). @default - none */
  readonly cardNetworks?: readonly string[];
}

/** What all places of a platform have in common. */
export type JobPlaceProps = Pick<JobPlace, 'training' | 'store' | 'priorities' | 'tracking' | 'cardNetworks'>;

/** Every pool that is open to a team, for all teams, in the order of the teams' queues. */
export function jobPlaces(
  spaces: readonly TeamSpace[],
  queues: readonly TeamQueue[],
  common: JobPlaceProps,
): readonly JobPlace[] {
  const owners = new Map(spaces.flatMap((space) => space.namespaces.map(({ name }) => [name, space] as const)));
  return queues.flatMap((queue) => {
    const space = owners.get(queue.namespaces[0] ?? '');
    return space === undefined ? [] : queue.quotas.map((quota) => place(space, queue, quota, common));
  });
}

function place(
  { facts, namespaces, team }: TeamSpace,
  { queueName }: TeamQueue,
  { borrowable, flavor, guaranteed }: TeamQueue['quotas'][number],
  common: JobPlaceProps,
): JobPlace {
  const [work, fabric] = namespaces;
  return {
    ...common,
    team,
    namespace: work?.name ?? team.name,
    fabricNamespace: fabric?.name,
    queueName,
    pool: flavor,
    ceiling: guaranteed + (borrowable ?? 0),
    podLabels: facts.identityPodLabels,
  };
}

/** What the pods of a team's jobs have in common. */
export function settingOf({ podLabels, store, team, tracking, training }: JobPlace): RuntimeSetting {
  return { training, store, podLabels, tracking, sandbox: team.sandbox === 'none' ? undefined : team.sandbox };
}
