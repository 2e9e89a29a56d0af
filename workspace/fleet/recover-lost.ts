import { type Finding, PlatformError } from '../../spec/finding.ts';
import { fixByName } from '../../spec/nearest.ts';

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

interface Conditioned {
  readonly status?: { readonly conditions?: readonly Condition[] };
}

interface Workload extends Conditioned {
  readonly metadata: { readonly namespace: string; readonly ownerReferences?: readonly Owner[] };
}

interface Cluster extends Conditioned {
  readonly metadata: { readonly name: string };
}

interface Part {
  readonly name: string;
}

interface Status {
  readonly replicatedJobsStatus?: readonly Part[];
  readonly jobsStatus?: readonly Part[];
}

/** Jobs that a finding names before the rest is only counted. */
const SHOWN = 5;

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
 * Whether a cluster is down, or only cut off and still at work, cannot be seen from here: whoever runs this says so.
 *
 * @param down - clusters of which a person knows that nothing runs there any more
 * @returns the jobs that may start anew
 * @throws {PlatformError} `TOOL_KUBECTL_FAILED` if the manager cannot be asked, or refuses; `FLEET_CLUSTER_MAY_RUN` while jobs wait
 * and a cluster is out of reach that nobody calls down, `FLEET_CLUSTER_ANSWERS` for one that is called so and is in reach; nothing
 * is changed.
 */
export async function recoverLost(kubectl: Kubectl, down: readonly string[]): Promise<readonly LostJob[]> {
  const workloads = await listed<Workload>(kubectl, 'workloads.kueue.x-k8s.io', ['--all-namespaces']);
  const lost = workloads.filter(isLost).flatMap(ownerOf);
  const clusters = await listed<Cluster>(kubectl, 'multikueueclusters.kueue.x-k8s.io');
  const away = clusters.filter((cluster) => !isTrue(cluster, 'Active')).map(({ metadata }) => metadata.name);
  const doubts = [...(lost.length === 0 ? [] : unsure(lost, away, down)), ...answering(clusters, away, down)];
  if (doubts.length > 0) throw new PlatformError(doubts);
  for (const job of lost) await still(kubectl, job);
  return lost;
}

/** A cluster that is only cut off goes on with its jobs; Kueue does not say which of them had which. */
function unsure(lost: readonly LostJob[], away: readonly string[], down: readonly string[]): Finding[] {
  const names = lost.slice(0, SHOWN).map(({ name, namespace }) => `${namespace}/${name}`);
  const jobs = `${names.join(', ')}${lost.length > SHOWN ? ` and ${lost.length - SHOWN} more` : ''}`;
  return away
    .filter((name) => !down.includes(name))
    .map((name) => ({
      code: 'FLEET_CLUSTER_MAY_RUN',
      level: 'error',
      at: name,
      problem: `it is out of reach, and if it is only cut off it still runs ${jobs}: started anew, two of one would write the same checkpoints`,
      fix: `make sure that nothing runs there (machines off, or cut off from the storage), then add --down ${name}; or wait until it answers, and Kueue goes on by itself`,
    }));
}

function answering(clusters: readonly Cluster[], away: readonly string[], down: readonly string[]): Finding[] {
  const names = clusters.map(({ metadata }) => metadata.name);
  return down
    .filter((name) => !away.includes(name))
    .map((name) => ({
      code: 'FLEET_CLUSTER_ANSWERS',
      level: 'error',
      at: name,
      problem: names.includes(name) ? 'it answers, so it is not down' : 'the manager knows no such cluster',
      fix: names.includes(name) ? `leave --down ${name} out: Kueue asks it` : fixByName(name, away),
    }));
}

function isLost(workload: Workload): boolean {
  const evicted = workload.status?.conditions?.find(({ status, type }) => type === 'Evicted' && status === 'True');
  return (
    evicted?.reason === 'AdmissionCheck' &&
    evicted.message?.includes(LOST) === true &&
    isTrue(workload, 'QuotaReserved')
  );
}

function isTrue({ status }: Conditioned, type: string): boolean {
  return status?.conditions?.some((each) => each.type === type && each.status === 'True') ?? false;
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

async function listed<T>(kubectl: Kubectl, kind: string, where: readonly string[] = []): Promise<readonly T[]> {
  const { items } = JSON.parse(await asked(kubectl, ['get', kind, ...where, '-o', 'json'])) as { items: readonly T[] };
  return items;
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
