import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { FakeHarborState } from './fake-harbor-state.ts';
import type { Reply } from './fake-reply.ts';

/** A request as the fake got it. */
export interface Got {
  readonly method: string;
  /** Path below the API. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly authorization: string | undefined;
}

/** What the fake does instead of answering; nothing for an ordinary answer. */
export type Disturbance = Reply | 'cut' | 'cut after' | 'hang' | { readonly status: number; readonly html: string };

/**
 * A Harbor of ours: holds state, pages its lists, makes up secrets. It answers as `src/server/v2.0/handler` of Harbor 2.16 was
 * read to answer; what it takes and gives is checked against Harbor's API description where that is at hand.
 */
export class FakeHarbor {
  /** What it holds. */
  public readonly state = new FakeHarborState();
  /** What it was asked. */
  public readonly got: Got[] = [];
  /** What it answered, in the same order. */
  public readonly replies: Reply[] = [];
  /** Chance to do something else for a request; counted from 0. */
  public disturb: (got: Got, index: number) => Disturbance | undefined = () => undefined;
  readonly #server: Server = createServer((request, response) => void this.#answer(request, response));

  /** Starts it; gives its address. */
  public async start(): Promise<string> {
    await new Promise<void>((done) => this.#server.listen(0, '127.0.0.1', done));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  public async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }

  /** Calls that change something. */
  public get writes(): readonly Got[] {
    return this.got.filter(({ method }) => method !== 'GET');
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const got = await readRequest(request);
    const index = this.got.push(got) - 1;
    const disturbance = this.disturb(got, index);
    if (disturbance === 'hang') return;
    if (disturbance === 'cut') return void request.socket.destroy();
    if (disturbance !== undefined && disturbance !== 'cut after' && 'html' in disturbance) {
      response.writeHead(disturbance.status, { 'content-type': 'text/html; charset=utf-8' }).end(disturbance.html);
      return;
    }
    const reply = disturbance === undefined || disturbance === 'cut after' ? this.#reply(got) : disturbance;
    this.replies[index] = reply;
    if (disturbance === 'cut after') return void request.socket.destroy();
    const headers = { 'content-type': 'application/json', ...reply.headers };
    response.writeHead(reply.status, headers).end(reply.body === undefined ? '' : JSON.stringify(reply.body));
  }

  #reply(got: Got): Reply {
    const wanted = `Basic ${Buffer.from(`admin:${this.state.adminSecret}`).toString('base64')}`;
    if (got.authorization !== wanted) return failure(401, 'UNAUTHORIZED', 'unauthorized');
    return this.state.answer(got);
  }
}

/** An error in Harbor's words. */
export function failure(status: number, code: string, message: string, headers = {}): Reply {
  return { status, headers, body: { errors: [{ code, message }] } };
}

async function readRequest(request: IncomingMessage): Promise<Got> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  const text = Buffer.concat(pieces).toString();
  const url = new URL(request.url ?? '/', 'http://fake');
  return {
    method: request.method ?? '',
    path: url.pathname.replace(/^\/api\/v2\.0/, ''),
    query: Object.fromEntries(url.searchParams),
    body: text === '' ? undefined : JSON.parse(text),
    authorization: request.headers.authorization,
  };
}
