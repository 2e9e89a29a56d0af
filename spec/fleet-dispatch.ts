import { z } from 'zod';
import { field } from './field.ts';
import { duration } from './units.ts';

/** Time in which only the clusters asked so far may take a job, before further ones are asked: fixed in Kueue 0.19. Unit: minutes. */
export const ROUND_MINUTES = 5;

const lostAfter = field(
  duration.prefault('15m'),
  'How long a cluster that does not answer keeps its jobs, before another one starts them anew.',
  '15m',
);

/** How a job finds its cluster. */
export const fleetDispatch = z.discriminatedUnion('kind', [
  z
    .strictObject({
      kind: z.literal('inOrder').meta({
        description: `Clusters are asked in the order of the team; every ${ROUND_MINUTES} minutes without an answer the next ones too.`,
        examples: ['inOrder'],
      }),
      atOnce: field(
        z.int().min(1).max(20).default(1),
        'Clusters that are asked together; the first that has room takes the job. Range 1–20. With as many as there are, the order says nothing.',
        1,
      ),
      lostAfter,
    })
    .readonly(),
  z
    .strictObject({
      kind: z.literal('race').meta({
        description: 'All clusters are asked at once; the first that has room takes the job.',
        examples: ['race'],
      }),
      lostAfter,
    })
    .readonly(),
]);

/** How a job finds its cluster. */
export type FleetDispatch = z.output<typeof fleetDispatch>;
