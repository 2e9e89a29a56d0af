import { describe, expect, test } from 'vitest';
import type { RecordedServer } from '../../../rehearsal/recording/recording.ts';
import { heldUnits } from '../../../rehearsal/report/held-units.ts';
import { measure } from '../../../rehearsal/report/measure.ts';
import { reportHtml } from '../../../rehearsal/report/report-html.ts';
import { reportText } from '../../../rehearsal/report/report-text.ts';
import { contests, serverFigures } from '../../../rehearsal/report/server-figures.ts';
import { HOUR, job, node, pod, recording } from './hand-recording.ts';
import { acceptedApply, sampleSpec } from './sample-platform.ts';

/** Asked for two replicas from the beginning and four from the fifth hour; has two, and from the seventh hour four. */
function server(change: Partial<RecordedServer> = {}): RecordedServer {
  return {
    ...{ name: 'chat', team: 'vision', namespace: 'vision', pool: 'train-h100', unitsPerReplica: 1, perReplica: 5 },
    replicas: { min: 2, max: 4 },
    load: [
      { at: 0, requestsPerSecond: 10 },
      { at: 5 * HOUR, requestsPerSecond: 20 },
    ],
    wanted: [
      { at: 0, replicas: 2 },
      { at: 5 * HOUR, replicas: 4 },
    ],
    pods: [
      ...[1, 2].map((each) => ({ name: `r${each}`, node: 'a', units: 1, from: 0 })),
      ...[3, 4].map((each) => ({ name: `r${each}`, node: 'a', units: 1, from: 7 * HOUR })),
    ],
    taken: [],
    ...change,
  };
}

const context = { spec: sampleSpec(), apply: acceptedApply };
const served = recording({ nodes: [node('a')], servers: [server()] });

describe('The figures of a server', () => {
  test('say what was asked for, what ran, and how long too little ran', () => {
    expect(serverFigures(served)).toEqual([
      {
        ...{ server: 'chat', team: 'vision', pool: 'train-h100', wantedMost: 4, ranMost: 4 },
        ...{ wantedReplicaHours: 30, ranReplicaHours: 26, shortHours: 2, longestShortSeconds: 2 * HOUR },
        // Two hours in which ten of twenty requests a second found no room, of 50 + 100 request-hours.
        unservedShare: 20 / 150,
        replicasTaken: 0,
      },
    ]);
  });

  test('count requests beyond the largest server too', () => {
    const over = server({ load: [{ at: 0, requestsPerSecond: 40 }], wanted: [{ at: 0, replicas: 4 }] });
    const full = { ...over, pods: [1, 2, 3, 4].map((each) => ({ name: `r${each}`, node: 'a', units: 1, from: 0 })) };
    expect(serverFigures(recording({ servers: [full] }))[0]).toMatchObject({ shortHours: 0, unservedShare: 0.5 });
  });

  test('have no share where nobody asked', () => {
    const idle = server({ load: [], wanted: [{ at: 0, replicas: 2 }] });
    expect(serverFigures(recording({ servers: [idle] }))[0]).not.toHaveProperty('unservedShare');
  });

  test('are in use and in the bill of the team', () => {
    expect(heldUnits(served).reduce((sum, { amount, from, to }) => sum + (amount * (to - from)) / HOUR, 0)).toBe(26);
    expect(measure(served, context).teams[0]?.usedUnitHours).toEqual({ 'train-h100': 26 });
  });
});

describe('A pool that servers and jobs share', () => {
  const stopped = job('j', { evictions: [{ at: 5 * HOUR, reason: 'Preempted' }] });

  test.each([
    ['training', [stopped], []],
    ['serving', [job('j')], [HOUR]],
    ['both', [stopped], [HOUR]],
    ['neither', [job('j')], []],
  ] as const)('says that %s gave way', (gaveWay, jobs, taken) => {
    const both = recording({ nodes: [node('a')], jobs, servers: [server({ taken: [...taken] })] });
    expect(contests(both)).toMatchObject([{ pool: 'train-h100', gaveWay, serversShortHours: 2 }]);
  });

  test('is none where no job ran on it', () => {
    expect(contests(served)).toEqual([]);
    expect(contests(recording({ jobs: [job('j', { pool: 'dev-l40s' })], servers: [server()] }))).toEqual([]);
  });
});

describe('The report of a rehearsal with servers', () => {
  const jobs = [job('j', { pods: [pod('a', { to: HOUR })], evictions: [{ at: HOUR, reason: 'Preempted' }] })];
  const mixed = recording({ nodes: [node('a')], jobs, servers: [server()] });
  const report = measure(mixed, context);

  test('calls for a look at requests without room, and passes', () => {
    expect(report.verdict).toBe('passed');
    expect(report.attention).toContainEqual(expect.stringMatching(/^13 % of the requests to chat found no room/));
  });

  test('fails where a server never ran or was refused', () => {
    const never = recording({ nodes: [node('a')], servers: [server({ pods: [] })] });
    expect(measure(never, context).reasons).toEqual(['no replica of the server chat ever ran']);
    const refused = recording({ nodes: [node('a')], servers: [server({ pods: [], wanted: [], refusal: 'no' })] });
    expect(measure(refused, context).reasons).toEqual(['the API server refused the server chat']);
  });

  test('says in the terminal and on the page who gave way', () => {
    const words = 'train-h100: training gave way to serving; 1 run stopped, 0 replicas taken, servers were short for 2';
    expect(reportText(report)).toContain('Servers');
    expect(reportText(report, { width: 200 })).toContain(words);
    const page = reportHtml({ report, recording: mixed });
    expect(page).toContain(words);
    expect(page).toContain('id="server-chat-wide-t"');
  });

  test('says nothing of servers where there are none', () => {
    const without = recording({ nodes: [node('a')], jobs });
    const text = reportText(measure(without, context));
    expect(text).not.toContain('Servers');
    expect(reportHtml({ report: measure(without, context), recording: without })).not.toContain('Servers');
  });
});
