import { describe, expect, test } from 'vitest';
import { ServerLog } from '../../../rehearsal/recording/server-log.ts';

const GPU = 'nvidia.com/gpu';

function log(): ServerLog {
  return new ServerLog(
    {
      ...{ name: 'chat', team: 'vision', namespace: 'vision', pool: 'serve', unitsPerReplica: 1, perReplica: 10 },
      ...{ replicas: { min: 1, max: 5 }, load: [], scaleDownSeconds: 300, priority: 'high' },
    },
    GPU,
  );
}

function pod(name: string, conditions: readonly { type: string; status: string }[] = []) {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'vision', uid: name },
    spec: { nodeName: 'n', containers: [{ resources: { requests: { [GPU]: '1' } } }] },
    status: { phase: 'Running', conditions },
  };
}

describe('The log of a server', () => {
  test('says what was asked for, and has settled when as many replicas run', () => {
    const seen = log();
    seen.wants(0, 2);
    expect(seen.settled).toBe(false);
    seen.seen(pod('a'), 1);
    seen.seen(pod('b'), 2);
    expect(seen.settled).toBe(true);
    seen.wants(10, 1);
    expect(seen.settled).toBe(false);
    seen.pods.gone(pod('a'), 12, true);
    expect(seen.settled).toBe(true);
    expect(seen.recorded()).toMatchObject({
      priority: 'high',
      wanted: [
        { at: 0, replicas: 2 },
        { at: 10, replicas: 1 },
      ],
      pods: [
        { name: 'a', from: 1, to: 12, end: 'removed' },
        { name: 'b', from: 2 },
      ],
      taken: [],
    });
  });

  test('counts a replica that the queue took once, however often its pod is seen', () => {
    const seen = log();
    const taken = pod('a', [{ type: 'TerminationTarget', status: 'True' }]);
    seen.seen(pod('a'), 1);
    seen.seen(taken, 5);
    seen.seen(taken, 6);
    expect(seen.recorded().taken).toEqual([5]);
  });

  test('has settled, and keeps the words, when it was refused', () => {
    const seen = log();
    seen.refused('quota');
    expect(seen.settled).toBe(true);
    expect(seen.recorded().refusal).toBe('quota');
  });
});
