import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import type { ApiRequest } from '../../../rehearsal/cluster-client.ts';

/** A server with one collection: objects that are there from the beginning, and some that come later. It takes everything. */
export function scriptedCollection(there: readonly object[], later: readonly object[]) {
  const sent: ApiRequest[] = [];
  const stream = new IncomingMessage(new Socket());
  stream.statusCode = 200;
  for (const object of later) stream.push(`${JSON.stringify({ type: 'ADDED', object })}\n`);
  const client = {
    get: async <T>() => ({ items: there, metadata: { resourceVersion: '1' } }) as T,
    open: async () => stream,
    send: async (request: ApiRequest) => {
      sent.push(request);
      return { status: 200, body: {}, warnings: [] };
    },
  };
  return { client, sent };
}
