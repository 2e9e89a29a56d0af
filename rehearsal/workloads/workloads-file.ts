import { z } from 'zod';
import { dnsLabel, field } from '../../spec/field.ts';
import { API_VERSION } from '../../spec/platform.ts';
import { duration, type Seconds } from '../../spec/units.ts';
import { FAULT_KINDS, JOB_KINDS } from './planned-job.ts';

/** Longest name of an object that a rehearsal submits: Trainer takes no longer one. Unit: characters. */
export const LONGEST_NAME = 20;

/** Most jobs of one rehearsal. */
export const MOST_JOBS = 100_000;

/** A point in time, counted from the beginning; `0s` is the beginning itself, which no {@link duration} can be. */
const moment: z.ZodType<Seconds, string> = z.union([z.literal('0s').transform(() => 0 as Seconds), duration], {
  error: 'expected a whole number with a unit of s, m, h or d, such as 15m',
}) as unknown as z.ZodType<Seconds, string>;

const name = dnsLabel(LONGEST_NAME).regex(/^[a-z]/, 'expected a name that begins with a letter');
const team = field(dnsLabel(40), 'Team that submits it, one of the platform’s.', 'vision');
const pool = field(dnsLabel(30), 'Pool that it runs on, one that the team has a quota on.', 'train-h100');
const kind = field(
  z.enum(JOB_KINDS).default('Job'),
  'What it is: `Job` (pods that go on without one another), `JobSet` or `TrainJob` (gangs that start over together), `RayJob`, or `Notebook` (holds its accelerators, used or not).',
  'TrainJob',
);
const units = field(
  z.int().min(1).max(100_000).optional(),
  'Units of the pool on each node: accelerators, partitions, shares, or vCPUs. Without it: all that a pod can have of a node.',
  8,
);
const nodes = field(z.int().min(1).max(5_000).default(1), 'Nodes, one pod on each. Range 1–5,000.', 4);
const priority = field(
  dnsLabel(40).optional(),
  'Priority class, one of the platform’s. Without it: the queue’s order alone.',
  'high',
);
const retries = field(
  z.int().min(0).max(100).optional(),
  'How often it is begun anew after a failure of its own. Range 0–100. A TrainJob has those of the platform. Without it: those of the platform.',
  3,
);

const job = z
  .strictObject({
    name: field(name, 'Name; copies are numbered from 1. At most 20 characters with the number.', 'resnet'),
    team,
    pool,
    kind,
    units,
    nodes,
    count: field(z.int().min(1).max(MOST_JOBS).default(1), 'Copies of it. Range 1–100,000.', 10),
    at: field(moment.prefault('0s'), 'When the first is submitted, counted from the beginning.', '30m'),
    every: field(moment.prefault('0s'), 'Pause between two copies.', '10m'),
    duration: field(duration, 'How long it runs when nothing disturbs it.', '2h'),
    priority,
    retries,
  })
  .readonly();

const size = z
  .strictObject({
    units,
    nodes,
    share: field(z.number().positive().max(1e6), 'How common this size is compared with the others.', 3),
  })
  .readonly();

const generator = z
  .strictObject({
    name: field(name, 'Name; its jobs are numbered from 1. At most 20 characters with the number.', 'day'),
    team,
    pool,
    kind,
    jobsPerDay: field(
      z.number().positive().max(MOST_JOBS),
      'Jobs that arrive in 24 h on average, at random (a Poisson process).',
      200,
    ),
    sizes: field(
      z
        .array(size)
        .min(1)
        .max(50)
        .readonly()
        .prefault([{ share: 1 }]),
      'Sizes of its jobs and how common each is.',
      [
        { units: 1, share: 8 },
        { units: 8, nodes: 4, share: 1 },
      ],
    ),
    duration: field(
      z
        .strictObject({
          median: field(duration, 'Half of the jobs run shorter.', '40m'),
          p95: field(duration, '95 of 100 jobs run shorter.', '12h'),
        })
        .readonly(),
      'How long its jobs run: a log-normal distribution through these two.',
      { median: '40m', p95: '12h' },
    ),
    from: field(moment.prefault('0s'), 'When it begins, counted from the beginning.', '8h'),
    over: field(duration.prefault('24h'), 'How long jobs arrive.', '24h'),
    priority,
    retries,
  })
  .readonly();

const server = z
  .strictObject({
    name: field(name, 'Name; no job may have it too. At most 20 characters.', 'chat'),
    team,
    pool,
    units,
    replicas: field(
      z
        .strictObject({
          min: field(z.int().min(0).max(5_000).default(1), 'Replicas that always run.', 1),
          max: field(z.int().min(1).max(5_000), 'Most replicas.', 8),
        })
        .readonly(),
      'How many replicas there may be, one pod each.',
      { min: 1, max: 8 },
    ),
    perReplica: field(z.number().positive().max(1e6), 'Load that one replica carries. Unit: requests per second.', 4),
    load: field(
      z
        .array(
          z
            .strictObject({
              at: field(moment, 'When it begins, counted from the beginning.', '9h'),
              requestsPerSecond: field(z.number().min(0).max(1e9), 'Load from then on.', 40),
            })
            .readonly(),
        )
        .min(1)
        .max(1_000)
        .readonly(),
      'Load over time, step by step; none before the first step. The rehearsal goes on until the last step has shown its effect.',
      [
        { at: '0s', requestsPerSecond: 4 },
        { at: '9h', requestsPerSecond: 40 },
      ],
    ),
    scaleDown: field(
      duration.prefault('5m'),
      'How long the load must be lower before replicas go, as an autoscaler’s stabilisation window.',
      '5m',
    ),
    priority,
  })
  .readonly();

const fault = z
  .strictObject({
    at: field(moment, 'When, counted from the beginning.', '3h'),
    kind: field(
      z.enum(FAULT_KINDS),
      'What goes wrong: `nodeLoss` (nodes vanish), `spotReclaim` (nodes go after a notice of two minutes), `zoneLoss` (all nodes of a zone vanish), `fullPool` (no further node is to be had).',
      'nodeLoss',
    ),
    pool: field(dnsLabel(30), 'Pool that it hits.', 'train-h100'),
    zone: field(
      dnsLabel(60).optional(),
      'Zone that it hits. Only for zoneLoss. Without it: the first of the pool.',
      'eu-west-1a',
    ),
    nodes: field(
      z.int().min(1).max(5_000).optional(),
      'Nodes that are lost, those that are busy first. Without it: one.',
      2,
    ),
    for: field(duration.optional(), 'How long, until they are back. Without it: they stay away.', '1h'),
  })
  .readonly();

/** What `plinth rehearse --workloads` reads: the jobs, servers and faults of a rehearsal. */
export const workloads = z
  .strictObject({
    apiVersion: z.literal(API_VERSION).meta({ description: 'Version of this form.', examples: [API_VERSION] }),
    kind: z.literal('Workloads').meta({ description: 'Always `Workloads`.', examples: ['Workloads'] }),
    speed: field(
      z.number().min(1).max(3_600).default(60),
      'Simulated seconds that pass in one real second. Range 1–3,600.',
      60,
    ),
    seed: field(
      z
        .int()
        .min(0)
        .max(2 ** 31 - 1)
        .default(1),
      'Where chance begins: the same seed gives the same jobs. Range 0–2,147,483,647.',
      1,
    ),
    jobs: field(z.array(job).max(10_000).readonly().default([]), 'Jobs, one by one.', [
      { name: 'resnet', team: 'vision', pool: 'train-h100', nodes: 2, duration: '2h' },
    ]),
    generate: field(z.array(generator).max(1_000).readonly().default([]), 'Jobs from a few figures.', [
      {
        name: 'day',
        team: 'vision',
        pool: 'train-h100',
        jobsPerDay: 200,
        duration: { median: '40m', p95: '12h' },
      },
    ]),
    servers: field(z.array(server).max(200).readonly().default([]), 'Model servers whose load changes over time.', [
      {
        name: 'chat',
        team: 'vision',
        pool: 'serve-l40s',
        units: 1,
        replicas: { min: 1, max: 8 },
        perReplica: 4,
        load: [{ at: '9h', requestsPerSecond: 30 }],
      },
    ]),
    faults: field(z.array(fault).max(1_000).readonly().default([]), 'What goes wrong on purpose.', [
      { at: '3h', kind: 'nodeLoss', pool: 'train-h100' },
    ]),
  })
  .readonly();

/** What a user may write. */
export type WorkloadsInput = z.input<typeof workloads>;

/** A workloads file whose shape is right; nothing in it was compared with a platform yet. */
export type WorkloadsFile = z.output<typeof workloads>;

/** Jobs that are written one by one. */
export type JobEntry = WorkloadsFile['jobs'][number];

/** Jobs that are made from a few figures. */
export type GeneratorEntry = WorkloadsFile['generate'][number];

/** A model server. */
export type ServerEntry = WorkloadsFile['servers'][number];

/** A fault on request. */
export type FaultEntry = WorkloadsFile['faults'][number];
