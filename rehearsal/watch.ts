import type { IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ClusterClient } from './cluster-client.ts';
import type { KubernetesObject } from './kubernetes-object.ts';

/** Pause before a watch that broke is begun anew. Unit: milliseconds. */
const PAUSE_MILLISECONDS = 200;

/** Something that happened to an object. */
export interface ObjectEvent {
  /** `DELETED` hands over the object as it was last. */
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: KubernetesObject;
}

/** What a watch asks of a client. */
type Reader = Pick<ClusterClient, 'get' | 'open'>;

/** A collection that is being watched. */
export interface Watch {
  /** Done when the objects that were there from the beginning have been told. */
  readonly listed: Promise<void>;
  /** Ends the watch. */
  close(): void;
}

/**
 * Tells of every change in a collection until it is closed: first of what is there, then of what happens.
 *
 * A watch that breaks, or whose place in history is gone (410), is begun anew from a list: what happened meanwhile is told
 * as one change of each object.
 *
 * @param path - collection, with its query if it has one: `/api/v1/pods?labelSelector=app`
 */
export function watch(client: Reader, path: string, onEvent: (event: ObjectEvent) => void): Watch {
  const stop = new AbortController();
  const known = new Map<string, KubernetesObject>();
  const listed = Promise.withResolvers<void>();
  const told = (event: ObjectEvent) => {
    if (event.type === 'DELETED') known.delete(keyOf(event.object));
    else known.set(keyOf(event.object), event.object);
    if (!stop.signal.aborted) onEvent(event);
  };
  const run = async () => {
    while (!stop.signal.aborted) {
      try {
        const version = await list(client, path, known, told);
        listed.resolve();
        await follow(client, path, version, told, stop.signal);
      } catch {
        // A closed connection, an API server that is busy: the list begins anew, and the caller's own requests say what is wrong.
      }
      if (!stop.signal.aborted)
        await sleep(PAUSE_MILLISECONDS, undefined, { signal: stop.signal }).catch(() => undefined);
    }
    listed.resolve();
  };
  void run();
  return { listed: listed.promise, close: () => stop.abort() };
}

interface List {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly resourceVersion: string };
  readonly items: readonly KubernetesObject[];
}

async function list(
  client: Reader,
  path: string,
  known: ReadonlyMap<string, KubernetesObject>,
  told: (event: ObjectEvent) => void,
): Promise<string> {
  const { items, metadata } = await client.get<List>(path);
  const there = new Set(items.map(keyOf));
  for (const object of [...known.values()]) if (!there.has(keyOf(object))) told({ type: 'DELETED', object });
  for (const object of items) told({ type: known.has(keyOf(object)) ? 'MODIFIED' : 'ADDED', object });
  return metadata.resourceVersion;
}

/** Reads events until the connection ends or the server says that it cannot go on. */
async function follow(
  client: Reader,
  path: string,
  version: string,
  told: (event: ObjectEvent) => void,
  signal: AbortSignal,
): Promise<void> {
  let from = version;
  for (;;) {
    const query = `watch=true&allowWatchBookmarks=true&resourceVersion=${from}`;
    const answer = await client.open(`${path}${path.includes('?') ? '&' : '?'}${query}`, signal);
    if (answer.statusCode !== 200) {
      answer.destroy();
      return;
    }
    const next = await read(answer, told);
    // The server ends a watch after a while; without a single event there is nothing to go on from but the list.
    if (next === undefined || signal.aborted) return;
    from = next;
  }
}

/** One line of a watch. */
interface WatchLine {
  readonly type: ObjectEvent['type'] | 'BOOKMARK' | 'ERROR';
  readonly object: KubernetesObject;
}

/** Reads one answer to its end. @returns the version to go on from; nothing if a new list is needed. */
async function read(answer: IncomingMessage, told: (event: ObjectEvent) => void): Promise<string | undefined> {
  let last: string | undefined;
  for await (const line of lines(answer)) {
    const { object, type } = JSON.parse(line) as WatchLine;
    if (type === 'ERROR') {
      answer.destroy();
      return undefined;
    }
    last = String(object.metadata['resourceVersion']);
    if (type !== 'BOOKMARK') told({ type, object });
  }
  return last;
}

async function* lines(answer: IncomingMessage): AsyncIterable<string> {
  let rest = '';
  for await (const chunk of answer.setEncoding('utf8') as AsyncIterable<string>) {
    const parts = (rest + chunk).split('\n');
    rest = parts.pop() ?? '';
    yield* parts;
  }
}

function keyOf({ metadata: { name, namespace } }: KubernetesObject): string {
  return `${namespace ?? ''}/${name}`;
}
