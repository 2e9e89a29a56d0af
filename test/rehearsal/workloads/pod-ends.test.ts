import { describe, expect, test } from 'vitest';
import type { ApiRequest } from '../../../rehearsal/cluster-client.ts';
import type { KubernetesObject } from '../../../rehearsal/kubernetes-object.ts';
import { parseWorkloads } from '../../../rehearsal/workloads/parse-workloads.ts';
import { PodEnds } from '../../../rehearsal/workloads/pod-ends.ts';
import { file, job, teamsPlatform } from './sample-workloads.ts';

const { jobs } = parseWorkloads(file({ jobs: [job({ duration: '1h' })] }), teamsPlatform());

function pod(phase: string, outcome = 'Told'): KubernetesObject {
  const conditions = ['PodScheduled', 'Ready'].map((type) => ({ type, status: 'True' }));
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: 'resnet-0',
      namespace: 'vision',
      uid: 'u',
      labels: { 'rehearsal.plinth.dev/job': 'resnet' },
      annotations: { 'rehearsal.plinth.dev/outcome': outcome },
    },
    status: { phase, conditions, containerStatuses: [{ name: 'node', ready: true, state: { running: {} } }] },
  } as KubernetesObject;
}

/** Ends of pods, with a clock at 100 s that is moved by hand. */
function ends(answer: () => Promise<void> = async () => undefined) {
  const sent: ApiRequest[] = [];
  const due: { seconds: number; work: () => Promise<unknown> }[] = [];
  const made = new PodEnds({
    client: {
      send: async (request) => {
        await answer();
        sent.push(request);
        return { status: 200, body: {}, warnings: [] };
      },
    },
    clock: {
      now: 100,
      at: (seconds, turn, work) => {
        expect(turn).toBe('end');
        return new Promise((resolve, reject) => {
          due.push({ seconds, work: () => work().then(resolve, reject) });
        });
      },
    },
    jobs,
  });
  return { made, sent, due };
}

describe('A pod of a job', () => {
  test('ends when it has run for as long as planned, with all its containers', async () => {
    const { due, made, sent } = ends();
    made.see('Pod', { type: 'ADDED', object: pod('Pending') });
    made.see('Pod', { type: 'MODIFIED', object: pod('Running') });
    made.see('Pod', { type: 'MODIFIED', object: pod('Running') });
    expect(due.map(({ seconds }) => seconds)).toEqual([3_700]);
    await due[0]?.work();
    expect(sent).toEqual([
      expect.objectContaining({ method: 'PATCH', path: '/api/v1/namespaces/vision/pods/resnet-0/status' }),
    ]);
    expect(sent[0]?.body).toMatchObject({
      metadata: { uid: 'u' },
      status: {
        phase: 'Succeeded',
        conditions: [
          { type: 'PodScheduled', status: 'True' },
          { type: 'Ready', status: 'False', reason: 'PodCompleted' },
        ],
        containerStatuses: [{ name: 'node', ready: false, state: { terminated: { exitCode: 0 } } }],
      },
    });
  });

  test('that was lost or removed before is left alone', async () => {
    const { due, made, sent } = ends();
    made.see('Pod', { type: 'ADDED', object: pod('Running') });
    made.see('Pod', { type: 'DELETED', object: pod('Running') });
    await due[0]?.work();
    expect(sent).toEqual([]);
    expect(await Promise.race([made.broken, 'whole'])).toBe('whole');
  });

  test('that is not ours to end is left to the simulated kubelet', () => {
    const { due, made } = ends();
    made.see('Pod', { type: 'ADDED', object: pod('Running', 'Failed') });
    expect(due).toEqual([]);
  });

  test('that serves something and is in no plan of jobs is never ended', () => {
    const { due, made } = ends();
    const object = pod('Running');
    const serving = { ...object, metadata: { ...object.metadata, labels: { 'rehearsal.plinth.dev/job': 'busy' } } };
    made.see('Pod', { type: 'ADDED', object: serving });
    expect(due).toEqual([]);
  });

  test('that cannot be ended breaks the run', async () => {
    const { due, made } = ends(() => Promise.reject(new Error('the server is gone')));
    made.see('Pod', { type: 'ADDED', object: pod('Running') });
    await due[0]?.work();
    await expect(made.broken).rejects.toThrow('the server is gone');
  });
});
