import { describe, expect, test } from 'vitest';
import { podRefusals } from '../../../rehearsal/apply/pod-refusals.ts';

const involvedObject = { kind: 'ReplicaSet', name: 'web-5d', namespace: 'vision' };

function refusalsOf(...items: readonly object[]) {
  const asked: string[] = [];
  const get = async <T>(path: string) => {
    asked.push(path);
    return { items } as T;
  };
  return podRefusals({ get }).then((refusals) => ({ asked, refusals }));
}

describe('Pods that the API server does not let be made', () => {
  test('are asked for by their reason', async () => {
    expect((await refusalsOf()).asked).toEqual(['/api/v1/events?fieldSelector=reason%3DFailedCreate']);
  });

  test('are told once for each object that wants them, without the name that changes on each try', async () => {
    const message = (name: string) => `Error creating: pods "${name}" is forbidden: exceeded quota: bounds`;
    const { refusals } = await refusalsOf(
      { involvedObject, message: message('web-5d-a1b2c') },
      { involvedObject, message: message('web-5d-x9y8z') },
    );
    expect(refusals).toEqual([
      { object: 'ReplicaSet vision/web-5d', words: 'Error creating: pods are forbidden: exceeded quota: bounds' },
    ]);
  });

  test('are in the order of their objects, and told also without a message', async () => {
    const { refusals } = await refusalsOf(
      { involvedObject },
      { involvedObject: { ...involvedObject, kind: 'DaemonSet' }, message: 'Pod Security' },
    );
    expect(refusals).toEqual([
      { object: 'DaemonSet vision/web-5d', words: 'Pod Security' },
      { object: 'ReplicaSet vision/web-5d', words: '' },
    ]);
  });

  test('are none where there is no such event', async () => {
    expect((await refusalsOf()).refusals).toEqual([]);
  });
});
