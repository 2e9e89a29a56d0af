import fc from 'fast-check';
import type { RecordedJob, Recording } from '../../../rehearsal/recording/recording.ts';
import { job, node, pod } from './hand-recording.ts';

const TEAMS = ['vision', 'speech', 'research'] as const;
const END = 36_000;
const moment = fc.integer({ min: -600, max: END + 600 });

/** Recordings of any shape in which each node carries one pod at a time, some of which outlive their node. */
export const anyRecording: fc.Arbitrary<Recording> = fc
  .array(
    fc.record({
      from: moment,
      life: fc.option(fc.integer({ min: 1, max: END }), { nil: undefined }),
      units: fc.integer({ min: 1, max: 8 }),
      pods: fc.array(
        fc.record({
          gap: fc.integer({ min: 0, max: 5_000 }),
          length: fc.integer({ min: 1, max: 9_000 }),
          team: fc.constantFrom(...TEAMS),
        }),
        { maxLength: 6 },
      ),
    }),
    { maxLength: 6 },
  )
  .map((drawn) => {
    const nodes = drawn.map(({ from, life, units }, at) =>
      node(`n${at}`, { from, units, ...(life === undefined ? {} : { to: from + life }) }),
    );
    const jobs = drawn.flatMap(({ from, pods, units }, at) => {
      let free = Math.max(0, from);
      return pods.map(({ gap, length, team }, index): RecordedJob => {
        const start = free + gap;
        free = start + length;
        return job(`j${at}-${index}`, {
          team,
          units,
          submittedAt: Math.max(0, start - 60),
          finishedAt: free,
          pods: [pod(`n${at}`, { units, from: start, to: free })],
        });
      });
    });
    return { speed: 60, endedAt: END, nodes, jobs, servers: [], faults: [] };
  });
