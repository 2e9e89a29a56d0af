import { describe, expect, test } from 'vitest';
import type { ApiRequest } from '../../../rehearsal/cluster-client.ts';
import { driveServers } from '../../../rehearsal/workloads/drive-servers.ts';
import type { PlannedServer } from '../../../rehearsal/workloads/planned-server.ts';

const SERVER: PlannedServer = {
  ...{ name: 'chat', team: 'vision', namespace: 'vision', pool: 'serve', unitsPerReplica: 1, perReplica: 10 },
  replicas: { min: 1, max: 5 },
  load: [
    { at: 60, requestsPerSecond: 40 },
    { at: 600, requestsPerSecond: 0 },
  ],
  scaleDownSeconds: 120,
};

async function drive(status: (request: ApiRequest) => number) {
  const sent: ApiRequest[] = [];
  const told: unknown[] = [];
  let now = 0;
  await driveServers([SERVER], {
    client: {
      pathOf: async () => '/deployments',
      send: async (request) => {
        sent.push(request);
        return { status: status(request), body: { message: 'no room here' }, warnings: [] };
      },
    },
    recorder: {
      serverRefused: (...words) => told.push(['refused', ...words]),
      serverWants: (...words) => told.push(['wants', ...words]),
    },
    clock: {
      get now() {
        return now;
      },
      until: async (at) => {
        now = at;
      },
    },
    objectOf: () => ({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'chat', namespace: 'vision' } }),
  });
  return { sent, told };
}

describe('Driving a server', () => {
  test('makes it once and then changes its scale, step by step', async () => {
    const { sent, told } = await drive(() => 200);
    expect(sent.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /deployments?fieldValidation=Strict',
      'PATCH /deployments/chat/scale',
      'PATCH /deployments/chat/scale',
    ]);
    expect(told).toEqual([
      ['wants', 'chat', 0, 1],
      ['wants', 'chat', 60, 4],
      ['wants', 'chat', 720, 1],
    ]);
  });

  test('ends with the server’s words where it is refused', async () => {
    const { sent, told } = await drive(() => 403);
    expect(sent).toHaveLength(1);
    expect(told).toEqual([['refused', 'chat', 0, expect.stringContaining('no room here')]]);
  });

  test('breaks where its scale cannot be changed', async () => {
    await expect(drive(({ method }) => (method === 'PATCH' ? 500 : 201))).rejects.toThrow('the scale of chat');
  });
});
