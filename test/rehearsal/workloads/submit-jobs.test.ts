import { describe, expect, test } from 'vitest';
import type { ApiResponse } from '../../../rehearsal/cluster-client.ts';
import { parseWorkloads } from '../../../rehearsal/workloads/parse-workloads.ts';
import { submitJobs } from '../../../rehearsal/workloads/submit-jobs.ts';
import { file, job, teamsPlatform } from './sample-workloads.ts';

const SPEC = teamsPlatform();
const TAKEN: ApiResponse = { status: 201, body: {}, warnings: [] };

function refusal(status: number, reason: string, message = reason): ApiResponse {
  return { status, body: { reason, message }, warnings: [] };
}

/** Submits jobs to a server with these answers, the last one again and again. */
async function submitted(answers: readonly ApiResponse[], ...jobs: Parameters<typeof job>[0][]) {
  const posted: string[] = [];
  const records: string[] = [];
  await submitJobs(parseWorkloads(file({ jobs: jobs.map((each) => job(each)) }), SPEC).jobs, {
    client: {
      pathOf: async () => '/jobs',
      send: async ({ body }) => {
        posted.push((body as { metadata: { name: string } }).metadata.name);
        return answers[Math.min(posted.length, answers.length) - 1] ?? TAKEN;
      },
    },
    clock: { now: 7, waits: false, at: (_, __, work) => work() },
    recorder: {
      submitted: (name, at) => records.push(`${name} at ${at}`),
      refused: (name, at, words) => records.push(`${name} refused at ${at}: ${words}`),
    },
    objectOf: ({ name }) => ({ apiVersion: 'batch/v1', kind: 'Job', metadata: { name, namespace: 'vision' } }),
  });
  return { posted, records };
}

describe('A submission', () => {
  test('keeps the order of the plan within a team', async () => {
    const { posted } = await submitted([TAKEN], { count: 5 });
    expect(posted).toEqual(['resnet-1', 'resnet-2', 'resnet-3', 'resnet-4', 'resnet-5']);
  });

  test('that the server refuses is recorded with its words, and the others go on', async () => {
    const { records } = await submitted([refusal(403, 'Forbidden', 'exceeded quota'), TAKEN], { count: 2 });
    expect(records).toEqual(['resnet-1 refused at 7: exceeded quota', 'resnet-2 at 7']);
  });

  test.each([
    [429, 'TooManyRequests'],
    [500, 'InternalError'],
    [409, 'Conflict'],
  ])('that the server is too busy for (%i %s) is tried again', async (status, reason) => {
    const { posted, records } = await submitted([refusal(status, reason), TAKEN], {});
    expect([posted.length, records]).toEqual([2, ['resnet at 7']]);
  });

  test('whose first answer was lost is there already', async () => {
    const { records } = await submitted([refusal(504, 'Timeout'), refusal(409, 'AlreadyExists')], {});
    expect(records).toEqual(['resnet at 7']);
  });

  test('of a name that is taken is refused', async () => {
    const { posted, records } = await submitted([refusal(409, 'AlreadyExists')], {});
    expect([posted.length, records]).toEqual([1, ['resnet refused at 7: AlreadyExists']]);
  });
});
