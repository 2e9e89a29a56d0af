import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import type { KubernetesObject } from '../../rehearsal/kubernetes-object.ts';
import { type ObjectEvent, watch } from '../../rehearsal/watch.ts';

function object(name: string, resourceVersion = '1'): KubernetesObject {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'team', resourceVersion } };
}

interface Script {
  /** What each list answers, the last one again and again. */
  readonly lists: readonly (readonly KubernetesObject[])[];
  /** What each watch answers; when there is no more, it stays open. */
  readonly streams: readonly (readonly { type: string; object: object }[])[];
}

/** A server that answers from a script, in pieces that end in the middle of a line. */
function server({ lists, streams }: Script) {
  const asked: string[] = [];
  let listed = 0;
  let opened = 0;
  return {
    asked,
    get: async <T>() => {
      const items = lists[Math.min(listed, lists.length - 1)];
      listed += 1;
      return { items, metadata: { resourceVersion: `${listed * 100}` } } as T;
    },
    open: async (path: string, signal?: AbortSignal) => {
      asked.push(path);
      const events = streams[opened];
      opened += 1;
      const text = (events ?? []).map((event) => `${JSON.stringify(event)}\n`).join('');
      const pieces = text.match(/[\s\S]{1,20}/g) ?? [];
      const body = events === undefined ? new Readable({ read: () => undefined, signal }) : Readable.from(pieces);
      return Object.assign(body, { statusCode: 200 }) as unknown as IncomingMessage;
    },
  };
}

async function told(script: Script, howMany: number) {
  const events: ObjectEvent[] = [];
  const from = server(script);
  const enough = Promise.withResolvers<void>();
  const watching = watch(from, '/api/v1/pods?labelSelector=a', (event) => {
    events.push(event);
    if (events.length === howMany) enough.resolve();
  });
  await watching.listed;
  await enough.promise;
  await new Promise((resolve) => setTimeout(resolve, 20));
  watching.close();
  return { asked: from.asked, words: events.map(({ object: { metadata }, type }) => `${type} ${metadata.name}`) };
}

describe('A watch', () => {
  test('tells of what is there, then of what happens, and never of bookmarks', async () => {
    const { asked, words } = await told(
      {
        lists: [[object('a')]],
        streams: [
          [
            { type: 'ADDED', object: object('b', '101') },
            { type: 'BOOKMARK', object: object('', '110') },
            { type: 'DELETED', object: object('a', '120') },
          ],
        ],
      },
      3,
    );
    expect(words).toEqual(['ADDED a', 'ADDED b', 'DELETED a']);
    expect(asked[0]).toBe('/api/v1/pods?labelSelector=a&watch=true&allowWatchBookmarks=true&resourceVersion=100');
  });

  test('goes on where it was when the server ends it', async () => {
    const { asked } = await told({ lists: [[]], streams: [[{ type: 'ADDED', object: object('a', '105') }]] }, 1);
    expect(asked[1]).toContain('resourceVersion=105');
  });

  test('begins anew when its place in history is gone, and tells what went meanwhile', async () => {
    const gone = { type: 'ERROR', object: { kind: 'Status', code: 410, metadata: {} } };
    const { words } = await told({ lists: [[object('a'), object('b')], [object('b', '150')]], streams: [[gone]] }, 4);
    expect(words).toEqual(['ADDED a', 'ADDED b', 'DELETED a', 'MODIFIED b']);
  });

  test('says nothing more once it is closed', async () => {
    const events: ObjectEvent[] = [];
    const watching = watch(server({ lists: [[object('a')]], streams: [] }), '/api/v1/pods', (event) =>
      events.push(event),
    );
    watching.close();
    await watching.listed;
    expect(events).toEqual([]);
  });
});
