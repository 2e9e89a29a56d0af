import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { messageOf } from '../../rehearsal/cluster-client.ts';
import type { KubernetesObject } from '../../rehearsal/kubernetes-object.ts';
import type { RecordedJob, Recording } from '../../rehearsal/recording/recording.ts';
import { waitFor } from '../../rehearsal/wait.ts';
import { jobObject } from '../../rehearsal/workloads/job-object.ts';
import { jobPlacesOf } from '../../rehearsal/workloads/job-places.ts';
import { parseWorkloads } from '../../rehearsal/workloads/parse-workloads.ts';
import { JOB_KINDS } from '../../rehearsal/workloads/planned-job.ts';
import { runWorkloads } from '../../rehearsal/workloads/run-workloads.ts';
import type { WorkloadsInput } from '../../rehearsal/workloads/workloads-file.ts';
import { PlatformError } from '../../spec/finding.ts';
import { firstStart, lastEnd, lastStart, mostHeld, named } from './recorded-jobs.ts';
import { type StandingPlatform, standingPlatform, workloadsPlatform } from './workloads-platform.ts';

/** Simulated seconds in a real one: a minute is a second. */
const SPEED = 60;
/** Longest that owners may wait for what they lent: half a minute on a machine that does other things too. Unit: simulated seconds. */
const RECLAIM_SECONDS = 30 * SPEED;
/** Units of the pool that two teams share. */
const POOL_UNITS = 32;

type Job = NonNullable<WorkloadsInput['jobs']>[number];
type Given = Pick<Job, 'name' | 'duration'> & Partial<Job>;

describe('workloads on a platform', () => {
  let standing: StandingPlatform;

  beforeAll(async () => {
    standing = await standingPlatform(workloadsPlatform());
  }, 1_800_000);

  afterAll(() => standing?.plane.stop());

  function planOf(jobs: readonly Given[], rest: Partial<WorkloadsInput> = {}) {
    const all = jobs.map((job) => ({ team: 'vision', pool: 'train-h100', ...job }));
    const input = { apiVersion: 'plinth.dev/v1alpha1', kind: 'Workloads', speed: SPEED, jobs: all, ...rest };
    return parseWorkloads(input, standing.spec);
  }

  function run(jobs: readonly Given[], rest: Partial<WorkloadsInput> = {}): Promise<Recording> {
    const { facts, plane, spec } = standing;
    return runWorkloads(plane, planOf(jobs, rest), { facts, spec, timeLimitSeconds: 240 });
  }

  test('the platform was accepted without a single rejection', () => {
    expect(standing.staged.rejections).toEqual([]);
  });

  test('every kind of work is taken, let in, and runs to its end', async () => {
    const jobs = JOB_KINDS.map((kind) => ({ name: `kind-${kind.toLowerCase()}`, kind, duration: '2m' as const }));
    const recording = await run(jobs);
    expect(recording.jobs.map(({ message, name, outcome }) => [name, outcome, message])).toEqual(
      recording.jobs.map(({ name }) => [name, 'succeeded', undefined]),
    );
    expect(recording.jobs).toHaveLength(JOB_KINDS.length);
    for (const { admissions, name, pods } of recording.jobs)
      expect([name, pods.length, admissions.length]).toEqual([name, 1, 1]);
  });

  test('a gang that is larger than what is free starts no pod at all, while a smaller job runs', async () => {
    const recording = await run([
      { name: 'holder', team: 'speech', nodes: 2, duration: '15m' },
      { name: 'large-gang', kind: 'TrainJob', nodes: 3, at: '3m', duration: '2m' },
      { name: 'small', at: '5m', duration: '2m' },
    ]);
    const [holder, gang, small] = named(recording, 'holder', 'large-gang', 'small');
    const freed = lastEnd(holder);
    // Time stands still while what was set free is given to the next.
    expect(firstStart(gang)).toBeGreaterThanOrEqual(freed);
    expect(gang.pods).toHaveLength(3);
    expect(firstStart(small)).toBeLessThan(freed);
    expect([holder, gang, small].map(({ outcome }) => outcome)).toEqual(['succeeded', 'succeeded', 'succeeded']);
  });

  test('borrowed GPUs come back when their owner asks for them, within a bounded time, and the borrower starts over', async () => {
    const recording = await run([
      { name: 'borrower', kind: 'TrainJob', nodes: 3, duration: '30m' },
      { name: 'owner', team: 'speech', nodes: 2, at: '10m', duration: '2m' },
    ]);
    const [borrower, owner] = named(recording, 'borrower', 'owner');
    expect(borrower.admissions[0]?.borrowed).toBe(8);
    expect(borrower.evictions).toEqual([{ at: expect.any(Number), reason: 'Preempted', cause: 'InCohortReclamation' }]);
    expect(firstStart(owner) - owner.submittedAt).toBeLessThan(RECLAIM_SECONDS);
    expect(owner).toMatchObject({ outcome: 'succeeded', evictions: [] });
    expect(borrower.pods.map(({ end }) => end).sort()).toEqual([
      ...Array(3).fill('removed'),
      ...Array(3).fill('succeeded'),
    ]);
    expect(borrower).toMatchObject({ outcome: 'succeeded', admissions: { length: 2 } });
  });

  test('a job in a namespace without the usual queue never runs unless it names one', async () => {
    const { plane, facts, spec } = standing;
    const [queued, lost] = planOf([
      { name: 'with-queue', team: 'guests', pool: 'play', units: 1, duration: '1m' },
      { name: 'without-queue', team: 'guests', pool: 'play', units: 1, duration: '1m' },
    ]).jobs;
    if (queued === undefined || lost === undefined) throw new Error('no jobs were planned');
    const place = jobPlacesOf(spec, facts).place('guests', 'play');
    expect((await plane.client.apply(unqueued(jobObject({ job: lost, place, speed: SPEED })))).status).toBe(201);
    await run([{ name: 'with-queue', team: 'guests', pool: 'play', units: 1, duration: '1m' }]).then((recording) =>
      expect(recording.jobs[0]?.outcome).toBe('succeeded'),
    );
    const left = await plane.client.get<BatchJob>('/apis/batch/v1/namespaces/guests/jobs/without-queue');
    expect(left.spec.suspend).toBe(true);
    expect(await owned('/api/v1/namespaces/guests/pods', left)).toEqual([]);
  });

  test.each([
    { kind: 'TrainJob', pods: 4, because: 'a gang starts over as one' },
    { kind: 'Job', pods: 3, because: 'the others go on' },
  ] as const)('a $kind survives the loss of its node, which costs none of its retries: $because', async (given) => {
    const name = `lossy-${given.kind.toLowerCase()}`;
    const retries = given.kind === 'Job' ? { retries: 0 } : {};
    const recording = await run([{ name, kind: given.kind, nodes: 2, duration: '30m', ...retries }], {
      faults: [{ at: '15m', kind: 'nodeLoss', pool: 'train-h100', for: '1h' }],
    });
    const [job] = named(recording, name);
    expect(job.outcome).toBe('succeeded');
    expect(job.pods.filter(({ end }) => end === 'lost')).toHaveLength(1);
    expect(job.pods).toHaveLength(given.pods);
    const [hit] = recording.faults[0]?.nodes ?? [];
    expect(job.pods.find(({ end }) => end === 'lost')?.node).toBe(hit);
    expect(recording.nodes.find((node) => node.name === hit && node.to !== undefined)).toBeDefined();
    await repaired(hit ?? '');
  });

  test('a node that is taken after a notice is emptied first', async () => {
    const recording = await run([{ name: 'spotty', nodes: 2, duration: '30m', retries: 0 }], {
      faults: [{ at: '15m', kind: 'spotReclaim', pool: 'train-h100', for: '15m' }],
    });
    const [job] = named(recording, 'spotty');
    expect(job).toMatchObject({ outcome: 'succeeded', pods: { length: 3 } });
    const lost = job.pods.find(({ end }) => end === 'lost');
    const node = recording.nodes.find(({ name, to }) => name === lost?.node && to !== undefined);
    expect(node?.to).toBeGreaterThan(lost?.to ?? Number.POSITIVE_INFINITY);
    await repaired(node?.name ?? '');
  });

  test('a zone that is lost takes every node with it, and its jobs start over when it is back', async () => {
    const recording = await run([{ name: 'zonal', kind: 'TrainJob', nodes: 2, duration: '20m' }], {
      faults: [{ at: '10m', kind: 'zoneLoss', pool: 'train-h100', for: '5m' }],
    });
    const [job] = named(recording, 'zonal');
    expect(recording.faults[0]?.nodes).toHaveLength(POOL_UNITS / 8);
    expect(job.pods.map(({ end }) => end).sort()).toEqual(['lost', 'lost', 'succeeded', 'succeeded']);
    expect(job.outcome).toBe('succeeded');
    for (const { end, from } of job.pods) if (end === 'succeeded') expect(from).toBeGreaterThanOrEqual(15 * 60);
  });

  test('a pool that cannot grow makes a job wait until it can', async () => {
    const recording = await run([{ name: 'crowded', nodes: 4, at: '1m', duration: '10m' }], {
      faults: [{ at: '0s', kind: 'fullPool', pool: 'train-h100', for: '8m' }],
    });
    const [job] = named(recording, 'crowded');
    expect(recording.faults[0]?.nodes).toHaveLength(2);
    expect(job.outcome).toBe('succeeded');
    expect(lastStart(job)).toBeGreaterThanOrEqual(8 * 60);
    // They ran on the machines that came back, not after the others.
    expect(lastStart(job)).toBeLessThan(Math.min(...job.pods.map(({ to = 0 }) => to)));
  });

  test('a TrainJob becomes a JobSet, a Job and Pods, each made by its controller', async () => {
    const { facts, plane, spec } = standing;
    const [job] = planOf([{ name: 'chain', kind: 'TrainJob', nodes: 2, duration: '10m' }]).jobs;
    if (job === undefined) throw new Error('no job was planned');
    const place = jobPlacesOf(spec, facts).place(job.team, job.pool);
    const answer = await plane.client.apply(jobObject({ job, place, speed: SPEED }));
    expect(answer.status, messageOf(answer)).toBe(201);
    const trainJob = answer.body as KubernetesObject;
    const [jobSet] = await made('/apis/jobset.x-k8s.io/v1alpha2/namespaces/vision/jobsets', trainJob, 1);
    const [batch] = await made('/apis/batch/v1/namespaces/vision/jobs', jobSet, 1);
    const pods = await made('/api/v1/namespaces/vision/pods', batch, 2);
    expect(controllerOf(jobSet)).toMatchObject({ kind: 'TrainJob', name: 'chain' });
    expect(controllerOf(batch)).toMatchObject({ kind: 'JobSet', name: 'chain' });
    for (const pod of pods) expect(controllerOf(pod)).toMatchObject({ kind: 'Job', name: batch?.metadata.name });
  });

  test('fifty jobs all end well, and what was recorded fits what was planned', async () => {
    const rest: Partial<WorkloadsInput> = {
      generate: (['vision', 'speech'] as const).map((team) => ({
        ...{ name: team, team, pool: 'train-h100', jobsPerDay: 1_200, over: '30m' as const },
        sizes: [
          { units: 2, share: 3 },
          { nodes: 2, units: 8, share: 1 },
        ],
        duration: { median: '2m', p95: '5m' } as const,
      })),
    };
    const plan = planOf([], rest);
    const recording = await run([], rest);
    expect(plan.jobs.length).toBeGreaterThan(40);
    expect(recording.jobs.map(({ name }) => name).sort()).toEqual(plan.jobs.map(({ name }) => name).sort());
    expect(recording.jobs.filter(({ outcome }) => outcome !== 'succeeded')).toEqual([]);
    const ranWell = (job: RecordedJob) => job.pods.filter(({ end }) => end === 'succeeded');
    for (const job of recording.jobs) {
      expect(ranWell(job).map(({ units }) => units)).toEqual(Array(job.nodes).fill(job.units / job.nodes));
      for (const { from, to = 0 } of ranWell(job)) expect(to - from).toBeGreaterThan(job.durationSeconds * 0.95);
      expect(firstStart(job)).toBeGreaterThanOrEqual(job.admissions[0]?.at ?? Number.POSITIVE_INFINITY);
    }
    expect(mostHeld(recording)).toBeLessThanOrEqual(POOL_UNITS);
  });

  test('the same seed plans the same jobs', () => {
    const generate: WorkloadsInput['generate'] = [
      { name: 'day', team: 'vision', pool: 'train-h100', jobsPerDay: 500, duration: { median: '1h', p95: '8h' } },
    ];
    expect(planOf([], { generate })).toEqual(planOf([], { generate }));
    expect(planOf([], { generate, seed: 2 })).not.toEqual(planOf([], { generate }));
  });

  test('a workloads file that could never run is refused before anything starts', async () => {
    const { plane } = standing;
    const before = await count('/apis/batch/v1/namespaces/vision/jobs');
    await expect(async () =>
      run([
        { name: 'fine', duration: '1m' },
        { name: 'huge', nodes: 5, duration: '1m' },
      ]),
    ).rejects.toThrow(PlatformError);
    expect(await count('/apis/batch/v1/namespaces/vision/jobs')).toBe(before);
    expect((await plane.client.send({ method: 'GET', path: '/readyz' })).status).toBe(200);
  });

  /** Waits until the objects that another controls are there. */
  async function made(path: string, owner: KubernetesObject | undefined, howMany: number): Promise<KubernetesObject[]> {
    if (owner === undefined) throw new Error('nobody to be owned by');
    return waitFor(
      async () => {
        const found = await owned(path, owner);
        return found.length === howMany ? found : undefined;
      },
      { what: `${howMany} objects of ${owner.metadata.name} at ${path}`, timeoutMilliseconds: 120_000 },
    );
  }

  async function owned(path: string, owner: KubernetesObject): Promise<KubernetesObject[]> {
    const { items } = await standing.plane.client.get<{ items: KubernetesObject[] }>(path);
    return items.filter((item) => controllerOf(item)?.uid === owner.metadata.uid);
  }

  async function count(path: string): Promise<number> {
    return (await standing.plane.client.get<{ items: unknown[] }>(path)).items.length;
  }

  /** A run that ended before a lost node was back leaves the pool smaller: the next test wants it whole. */
  async function repaired(node: string): Promise<void> {
    const there = await standing.plane.client.send({ method: 'GET', path: `/api/v1/nodes/${node}` });
    if (there.status === 200) return;
    await standing.addNode(node);
  }
});

interface BatchJob extends KubernetesObject {
  readonly spec: { readonly suspend?: boolean };
}

function unqueued(object: KubernetesObject): KubernetesObject {
  const { 'kueue.x-k8s.io/queue-name': _, ...labels } = object.metadata.labels ?? {};
  return { ...object, metadata: { ...object.metadata, labels } };
}

function controllerOf(
  { metadata }: KubernetesObject | { metadata: KubernetesObject['metadata'] } = { metadata: { name: '' } },
) {
  return metadata.ownerReferences?.find(({ controller }) => controller);
}
