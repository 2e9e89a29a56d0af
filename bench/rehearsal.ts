import { readdirSync, readFileSync } from 'node:fs';
import { startControlPlane } from '../rehearsal/control-plane.ts';
import { buildEngines } from '../rehearsal/engines.ts';
import type { RecordedJob, Recording } from '../rehearsal/recording/recording.ts';
import { createSimulatedNodes, readyNodes } from '../rehearsal/simulated-nodes.ts';
import { stagePlatform } from '../rehearsal/stage-platform.ts';
import { waitFor } from '../rehearsal/wait.ts';
import { parseWorkloads } from '../rehearsal/workloads/parse-workloads.ts';
import type { WorkloadPlan } from '../rehearsal/workloads/planned-job.ts';
import { runWorkloads } from '../rehearsal/workloads/run-workloads.ts';
import { parsePlatform } from '../spec/parse-platform.ts';
import { API_VERSION, type PlatformInput, type PlatformSpec } from '../spec/platform.ts';
import { targetFacts } from '../stacks/facts.ts';
import { loadPlatform } from '../workspace/platform-file.ts';
import { lockedPlane } from '../workspace/rehearse/locked-plane.ts';
import { rehearsalEngines } from '../workspace/rehearse/rehearsal-engines.ts';
import { rollbackSeconds } from './served-release.ts';

const say = (text: string) => process.stderr.write(`… ${text}\n`);
const quiet = () => undefined;

/** Figures of the rehearsal with engines that are built already; there is no peer to compare with. */
export async function rehearsalFigures() {
  await buildEngines(['core', 'tools', 'batch']);
  return {
    controlPlaneReadySeconds: await controlPlane(),
    reference: await reference(),
    rollbackSeconds: await rollbackSeconds(),
    nodes: [await nodes(1_000), await nodes(5_000)],
    jobs: await jobs(),
    sameSeed: await sameSeed(),
  };
}

async function controlPlane(): Promise<number> {
  say('control plane');
  const samples: number[] = [];
  for (let run = 0; run < 5; run += 1) {
    const begun = performance.now();
    const plane = await startControlPlane();
    samples.push(secondsSince(begun));
    await plane.stop();
  }
  return samples.sort((a, b) => a - b)[2] ?? Number.NaN;
}

/** From the engines to every object accepted, controllers running, nodes and queues ready. */
async function reference() {
  say('reference platform');
  const file = 'examples/aws/platform.yaml';
  const { spec } = await loadPlatform(file);
  const { autoscaler } = await rehearsalEngines(spec, targetFacts(spec), quiet);
  const begun = performance.now();
  return onPlane(spec, file, autoscaler, async (staged) => ({
    objects: staged.objects,
    rejected: staged.rejections.length,
    acceptedSeconds: secondsSince(begun),
  }));
}

async function nodes(count: number) {
  say(`${count} nodes`);
  const plane = await startControlPlane();
  try {
    const begun = performance.now();
    await createSimulatedNodes(
      plane.client,
      Array.from({ length: count }, (_, index) => ({
        name: `gpu-${index}`,
        capacity: { cpu: '192', memory: '2Ti', 'nvidia.com/gpu': '8' },
      })),
    );
    await waitFor(async () => ((await readyNodes(plane.client)).length === count ? true : undefined), {
      what: `${count} nodes`,
      timeoutMilliseconds: 600_000,
      everyMilliseconds: 500,
    });
    return { count, readySeconds: secondsSince(begun), memoryMebibytes: memoryOf(plane.files.folder) };
  } finally {
    await plane.stop();
  }
}

/**
 * Two thousand jobs of one node each, all at once, on 64 nodes of eight GPUs; each runs for one real second. For so many, time waits
 * for nothing, so that it is real time.
 */
async function jobs() {
  say('2,000 jobs');
  const spec = farm();
  const list = { name: 'j', team: 'vision', pool: 'train', units: 8, count: 2_000, duration: '60s' };
  const recording = await played(spec, plan(spec, [list]));
  const seconds = recording.endedAt / recording.speed;
  return {
    jobs: recording.jobs.length,
    succeeded: recording.jobs.filter(({ outcome }) => outcome === 'succeeded').length,
    seconds,
    jobsPerSecond: recording.jobs.length / seconds,
  };
}

/**
 * How far three runs of the same plan agree: the order of admissions, their times, and units used. Of so few jobs a rehearsal waits
 * until its controllers have come to rest (MOST_WAITED_FOR in run-workloads.ts): its time goes in ticks of a real second, here of two
 * simulated minutes, and all that is admitted within one tick is admitted at the same time, in the order of the plan.
 */
async function sameSeed() {
  say('three runs of the same plan');
  const spec = farm();
  const generate = [
    {
      name: 'g',
      team: 'vision',
      pool: 'train',
      jobsPerDay: 1_200,
      over: '2h',
      sizes: [
        { units: 8, nodes: 1, share: 0.7 },
        { units: 8, nodes: 8, share: 0.3 },
      ],
      duration: { median: '20m', p95: '1h' },
    },
  ];
  const same = parseWorkloads({ apiVersion: API_VERSION, kind: 'Workloads', speed: 120, seed: 7, generate }, spec);
  const runs: Recording[] = [];
  for (let run = 0; run < 3; run += 1) runs.push(await played(spec, same));
  const orders = runs.map(admissionOrder);
  const used = runs.map(unitSeconds);
  return {
    jobs: same.jobs.length,
    waited: runs[0]?.jobs.filter((job) => firstAdmission(job) > job.submittedAt).length,
    sameAdmissionOrder: inSameOrder(orders) / same.jobs.length,
    samePlaceInOrder: atSamePlace(orders) / same.jobs.length,
    sameAdmissionTime: atSameTime(runs) / same.jobs.length,
    spreadOfTotals: Math.max(...used) / Math.min(...used) - 1,
  };
}

/** Jobs at the same place of every order: one job that comes early moves all behind it. */
function atSamePlace([first = [], ...others]: readonly (readonly string[])[]): number {
  return first.filter((name, place) => others.every((order) => order[place] === name)).length;
}

/** Most jobs that follow one another alike in every order; the others are those that changed their turn. */
function inSameOrder([first = [], ...others]: readonly (readonly string[])[]): number {
  const places = others.map((order) => new Map(order.map((name, place) => [name, place])));
  const longest: number[] = [];
  for (const [index, name] of first.entries()) {
    const earlier = first.slice(0, index).flatMap((other, at) => {
      const before = places.every((place) => (place.get(other) ?? 0) < (place.get(name) ?? 0));
      return before ? (longest[at] ?? 0) : [];
    });
    longest.push(1 + Math.max(0, ...earlier));
  }
  return Math.max(0, ...longest);
}

/** Jobs that were admitted for the first time at the same simulated time in every run; says more than the order does. */
function atSameTime([first, ...others]: readonly Recording[]): number {
  const times = others.map(({ jobs }) => new Map(jobs.map((job) => [job.name, firstAdmission(job)])));
  return (first?.jobs ?? []).filter((job) => times.every((of) => of.get(job.name) === firstAdmission(job))).length;
}

/** Names by the time of their first admission; those of one time in the order of their submission. */
function admissionOrder({ jobs }: Recording): string[] {
  return jobs.toSorted((a, b) => firstAdmission(a) - firstAdmission(b)).map(({ name }) => name);
}

function firstAdmission({ admissions }: RecordedJob): number {
  return admissions[0]?.at ?? Number.POSITIVE_INFINITY;
}

function unitSeconds({ endedAt, jobs }: Recording): number {
  return jobs.flatMap(({ pods }) => pods).reduce((sum, { from, to = endedAt, units }) => sum + units * (to - from), 0);
}

/** 64 nodes of eight H100 that are always there. */
function farm(): PlatformSpec {
  const input: PlatformInput = {
    apiVersion: API_VERSION,
    kind: 'Platform',
    metadata: { name: 'farm' },
    target: { kind: 'aws', account: '111122223333', region: 'eu-west-1', autoscaler: 'none' },
    pools: [{ name: 'train', instance: 'p5.48xlarge', nodes: { min: 64, max: 64 }, topology: 'none' }],
    teams: [
      { name: 'vision', groups: ['oidc:vision'], quota: { train: { guaranteed: 512 } }, limits: { pods: 3_000 } },
    ],
    delivery: { kind: 'pulumi' },
  };
  return parsePlatform(input).spec;
}

function plan(spec: PlatformSpec, list: readonly object[]): WorkloadPlan {
  return parseWorkloads({ apiVersion: API_VERSION, kind: 'Workloads', speed: 60, jobs: list }, spec);
}

function played(spec: PlatformSpec, jobs: WorkloadPlan): Promise<Recording> {
  return onPlane(spec, 'farm.yaml', 'none', (_, plane) =>
    runWorkloads(plane, jobs, { spec, facts: targetFacts(spec), timeLimitSeconds: 900 }),
  );
}

type Staged = Awaited<ReturnType<typeof stagePlatform>>;
type Plane = Awaited<ReturnType<typeof startControlPlane>>;

async function onPlane<T>(
  spec: PlatformSpec,
  file: string,
  autoscaler: 'karpenter' | 'none',
  work: (staged: Staged, plane: Plane) => Promise<T>,
): Promise<T> {
  const { lock, plane } = await lockedPlane({ file, spec, onStep: quiet });
  try {
    const facts = targetFacts(spec);
    return await work(await stagePlatform(plane, { spec, facts, lock, speed: 60, autoscaler, onStep: quiet }), plane);
  } finally {
    await plane.stop();
  }
}

function secondsSince(begun: number): number {
  return Math.round((performance.now() - begun) / 100) / 10;
}

/** Memory of all programs that were started with a control plane's folder. Unit: MiB. */
function memoryOf(folder: string): number {
  const kibibytes = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        if (!readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(folder)) return 0;
        return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
      } catch {
        // It ended while we looked.
        return 0;
      }
    });
  return Math.round(kibibytes.reduce((sum, value) => sum + value, 0) / 1_024);
}
