import { PlatformError } from '../../spec/finding.ts';

/** What a run of kubectl gave. */
export interface Said {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs kubectl against the manager of a fleet. */
export type Kubectl = (words: readonly string[]) => Promise<Said>;

/** A job whose cluster is lost. */
export interface LostJob {
  /** Kind with its API group, such as `Job.batch`. */
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
}

interface Owner {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly controller?: boolean;
}

interface Workload {
  readonly metadata: { readonly namespace: string; readonly ownerReferences?: readonly Owner[] };
  readonly status?: { readonly conditions?: readonly Condition[] };
}

interface Part {
  readonly name: string;
}

interface Status {
  readonly replicatedJobsStatus?: readonly Part[];
  readonly jobsStatus?: readonly Part[];
}

/** Words of Kueue 0.19 for a cluster that did not come back in time. */
const LOST = 'Admitting remote lost';

/** What a job of each kind says of itself when none of its pods run. */
const STILL: Readonly<Record<string, (status: Status) => object>> = {
  'Job.batch': () => ({ active: 0, ready: 0, terminating: 0 }),
  'JobSet.jobset.x-k8s.io': ({ replicatedJobsStatus = [] }) => ({
    replicatedJobsStatus: replicatedJobsStatus.map((part) => ({ ...part, active: 0, ready: 0 })),
  }),
  'TrainJob.trainer.kubeflow.org': ({ jobsStatus = [] }) => ({
    jobsStatus: jobsStatus.map((part) => ({ ...part, active: 0, ready: 0 })),
  }),
  'RayJob.ray.io': () => ({ jobDeploymentStatus: 'Suspended' }),
  'RayCluster.ray.io': () => ({ state: 'suspended' }),
};

/**
 * Lets jobs start anew whose cluster Kueue has given up.
 *
 * Kueue 0.19 takes such a job back, and then waits for its pods to end before another cluster may have it. The one that could say
 * so is lost, so the job waits until it returns. This says it in its place, and touches no other job.
 *
 * @returns the jobs that may start anew
 * @throws {PlatformError} `TOOL_KUBECTL_FAILED` if the manager cannot be asked, or refuses.
 */
export async function recoverLost(kubectl: Kubectl): Promise<readonly LostJob[]> {
  const { items } = JSON.parse(
    await asked(kubectl, ['get', 'workloads.kueue.x-k8s.io', '--all-namespaces', '-o', 'json']),
  ) as {
    items: readonly Workload[];
  };
  const lost = items.filter(isLost).flatMap(ownerOf);
  for (const job of lost) await still(kubectl, job);
  return lost;
}

function isLost({ status }: Workload): boolean {
  const holds = (type: string) => status?.conditions?.find((each) => each.type === type && each.status === 'True');
  const evicted = holds('Evicted');
  return (
    evicted?.reason === 'AdmissionCheck' &&
    evicted.message?.includes(LOST) === true &&
    holds('QuotaReserved') !== undefined
  );
}

function ownerOf({ metadata }: Workload): LostJob[] {
  const owner = metadata.ownerReferences?.find(({ controller }) => controller);
  const [group] = owner?.apiVersion.split('/') ?? [];
  const kind = `${owner?.kind}.${group}`;
  if (owner === undefined || !Object.hasOwn(STILL, kind)) return [];
  return [{ kind, namespace: metadata.namespace, name: owner.name }];
}

async function still(kubectl: Kubectl, { kind, name, namespace }: LostJob): Promise<void> {
  const where = [kind, name, '--namespace', namespace];
  const { status } = JSON.parse(await asked(kubectl, ['get', ...where, '-o', 'json'])) as { status?: Status };
  const patch = JSON.stringify({ status: STILL[kind]?.(status ?? {}) });
  await asked(kubectl, ['patch', ...where, '--subresource', 'status', '--type', 'merge', '--patch', patch]);
}

async function asked(kubectl: Kubectl, words: readonly string[]): Promise<string> {
  const { code, stderr, stdout } = await kubectl(words);
  if (code === 0) return stdout;
  throw new PlatformError([
    {
      code: 'TOOL_KUBECTL_FAILED',
      level: 'error',
      at: '(cluster)',
      problem: `kubectl ${words.slice(0, 2).join(' ')}: ${stderr.trim().split('\n').at(-1) ?? `exit code ${code}`}`,
      fix: 'name the context of the fleet’s manager with --context, and use an account that may change the status of jobs',
    },
  ]);
}
