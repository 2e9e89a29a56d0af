import { z } from 'zod';
import { dnsLabel, field, labels } from './field.ts';
import { fleetDispatch } from './fleet-dispatch.ts';

/** Name of the queue whose jobs go to whichever cluster of the fleet takes them; the same in every cluster. */
export const FLEET_QUEUE = 'fleet';

/** Most clusters that a job can be sent to: bound of Kueue. */
export const MOST_WORKERS = 20;

/** Most pools that one team's queue can count: bound of Kueue. */
export const MOST_POOLS = 64;

const workerPool = z
  .strictObject({
    name: field(dnsLabel(30), 'Name of the pool there.', 'train-h100'),
    resource: field(z.string().min(1).max(200), 'What its quotas count.', 'nvidia.com/gpu'),
    labels: field(
      labels,
      'Labels by which its nodes are found, so that a job that asks for the pool is counted on it.',
      {
        'plinth.dev/pool': 'train-h100',
      },
    ),
    unitsPerNode: field(z.number().positive().max(100_000), 'What quotas count on one node.', 8),
    vcpus: field(z.number().positive().max(100_000).optional(), 'Virtual CPUs of one node. Without it: unknown.', 192),
    memoryGib: field(
      z.number().positive().max(1e6).optional(),
      'Memory of one node. Unit: GiB. Without it: unknown.',
      2_048,
    ),
  })
  .readonly();

const way = z
  .strictObject({
    worker: field(dnsLabel(24), 'Cluster.', 'paris'),
    units: field(
      z.record(dnsLabel(30), z.int().min(0).max(100_000)),
      'Most that the team can hold there, by pool: what is guaranteed to it and what it may borrow.',
      { 'train-h100': 32 },
    ),
  })
  .readonly();

const manager = z
  .strictObject({
    kind: z
      .literal('manager')
      .meta({ description: 'Jobs are submitted here and run on the workers.', examples: ['manager'] }),
    fleet: field(dnsLabel(24), 'Name of the fleet; marks what it sends.', 'world'),
    dispatch: field(fleetDispatch.prefault({ kind: 'inOrder' }), 'How a job finds its cluster.', { kind: 'inOrder' }),
    workers: field(
      z
        .array(
          z
            .strictObject({
              name: field(dnsLabel(24), 'Name of the cluster in the fleet.', 'paris'),
              pools: field(z.array(workerPool).max(MOST_POOLS).readonly(), 'Its pools whose jobs start as gangs.', [
                { name: 'train-h100', resource: 'nvidia.com/gpu', labels: {}, unitsPerNode: 8 },
              ]),
            })
            .readonly(),
        )
        .min(1)
        .max(MOST_WORKERS)
        .readonly(),
      'Clusters that run the jobs.',
      [{ name: 'paris', pools: [] }],
    ),
    teams: field(
      z
        .array(
          z
            .strictObject({
              name: field(dnsLabel(40), 'Team.', 'vision'),
              to: field(
                z.array(way).min(1).max(MOST_WORKERS).readonly(),
                'Clusters that its jobs may go to, the preferred ones first.',
                [{ worker: 'paris', units: { 'train-h100': 32 } }],
              ),
            })
            .readonly(),
        )
        .max(5_000)
        .readonly(),
      'Teams whose jobs are sent.',
      [{ name: 'vision', to: [{ worker: 'paris', units: { 'train-h100': 32 } }] }],
    ),
  })
  .readonly();

const worker = z
  .strictObject({
    kind: z.literal('worker').meta({ description: 'Runs what the manager sends.', examples: ['worker'] }),
    fleet: field(dnsLabel(24), 'Name of the fleet.', 'world'),
    manager: field(dnsLabel(24), 'Name of the platform that sends the jobs.', 'control'),
    teams: field(z.array(dnsLabel(40)).max(5_000).readonly(), 'Teams whose jobs are sent here.', ['vision']),
  })
  .readonly();

/** What a platform is in a fleet. A fleet file writes this part; nobody needs to write it by hand. */
export const fleetRole = z.discriminatedUnion('kind', [manager, worker]);

/** What a platform is in a fleet. */
export type FleetRole = z.output<typeof fleetRole>;

/** A platform that sends jobs to others. */
export type FleetManagerSpec = Extract<FleetRole, { kind: 'manager' }>;

/** A platform that runs what another sends. */
export type FleetWorkerSpec = Extract<FleetRole, { kind: 'worker' }>;
