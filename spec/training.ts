import { z } from 'zod';
import { field } from './field.ts';
import { duration, size } from './units.ts';

/** Ways to train that the platform brings a runtime for. */
export const FRAMEWORKS = ['torch', 'jax', 'deepspeed', 'mpi', 'xgboost', 'ray', 'spark', 'katib'] as const;

/** Jobs that teach models, and what keeps them going. */
export const training = z
  .strictObject({
    frameworks: field(
      z.array(z.enum(FRAMEWORKS)).min(1).max(FRAMEWORKS.length).readonly().default(['torch']),
      'Ways to train: runtimes of Kubeflow Trainer (torch, jax, deepspeed, mpi, xgboost), Ray clusters, Spark, and Katib for hyper-parameter search.',
      ['torch', 'jax', 'ray'],
    ),
    checkpoints: field(
      z
        .strictObject({
          every: field(duration.prefault('15m'), 'Time between two checkpoints of a job.', '15m'),
          stall: field(duration.prefault('30s'), 'How long training stands still for one checkpoint.', '30s'),
          keep: field(z.int().min(1).max(1_000).default(3), 'Checkpoints kept for each job. Range 1–1,000.', 3),
          volume: field(
            size.prefault('1Ti'),
            'Size of the volume for a team’s checkpoints, one in each of its namespaces. Only where the place has storage of many nodes; elsewhere they go to the object store.',
            '1Ti',
          ),
        })
        .readonly()
        .prefault({}),
      'How often jobs save their work.',
      { every: '15m', keep: 3 },
    ),
    restart: field(duration.prefault('5m'), 'Time from a failure until the job trains again.', '5m'),
    meanTimeBetweenFailures: field(
      duration.prefault('50000h'),
      'Expected time between two failures of one accelerator. 50,000 h follows from 419 unexpected stops of 16,384 GPUs in 54 days (Llama 3).',
      '50000h',
    ),
    largestGang: field(
      z.int().min(1).max(100_000).optional(),
      'Accelerators of the largest job, for the estimate of useful time. Without it: the largest team quota on one pool.',
      512,
    ),
    retries: field(
      z.int().min(0).max(100).default(3),
      'Restarts of a job after its own failure; evictions by the queue do not count. Range 0–100.',
      3,
    ),
  })
  .readonly();

/** Jobs that teach models. */
export type TrainingSpec = z.output<typeof training>;
