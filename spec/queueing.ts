import { z } from 'zod';
import { dnsLabel, field } from './field.ts';
import { duration } from './units.ts';

const priority = z
  .strictObject({
    name: field(dnsLabel(40), 'Name that jobs give in the label `kueue.x-k8s.io/priority-class`.', 'deadline'),
    value: field(z.int().min(0).max(1_000_000), 'Higher goes first. Range 0–1,000,000.', 1_000),
    description: field(z.string().max(200).default(''), 'When to use it.', 'paper deadlines, at most a week'),
  })
  .readonly();

const department = z
  .strictObject({
    name: field(dnsLabel(40), 'Name of the department; its teams lend to one another first.', 'research'),
    parent: field(dnsLabel(40).optional(), 'Department above it. Without it: the platform.', 'science'),
    weight: field(
      z.number().min(0.1).max(100).default(1),
      'Share of idle capacity compared with its siblings. Range 0.1–100.',
      1,
    ),
  })
  .readonly();

/** Who waits for whom. */
export const queueing = z
  .strictObject({
    departments: field(
      z.array(department).max(200).readonly().default([]),
      'Tree of departments between the platform and its teams.',
      [{ name: 'research' }],
    ),
    priorities: field(
      z
        .array(priority)
        .min(1)
        .max(20)
        .readonly()
        .prefault([
          { name: 'low', value: 100, description: 'May wait; first to be preempted within the team.' },
          { name: 'normal', value: 500, description: 'The usual.' },
          { name: 'high', value: 900, description: 'Before the team’s other jobs.' },
        ]),
      'Priority classes that jobs may name; they order jobs within a team and never touch what is guaranteed to another.',
      [{ name: 'normal', value: 500 }],
    ),
    gangs: field(
      z
        .strictObject({
          timeout: field(
            duration.prefault('10m'),
            'How long the pods of an admitted gang may take to become ready before it is requeued.',
            '10m',
          ),
          retries: field(z.int().min(0).max(100).default(5), 'Requeues before a gang is given up. Range 0–100.', 5),
          backoff: field(duration.prefault('1m'), 'Wait before the first requeue; doubles each time.', '1m'),
        })
        .readonly()
        .prefault({}),
      'All-or-nothing start of jobs with several pods.',
      { timeout: '10m' },
    ),
  })
  .readonly();

/** Who waits for whom. */
export type QueueingSpec = z.output<typeof queueing>;
