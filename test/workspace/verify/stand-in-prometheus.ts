import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { latencies } from '../../verification/sample.ts';

/** A stand-in for a Prometheus that answers as told. */
export class StandInPrometheus {
  /** What it was asked. */
  public readonly queries: URLSearchParams[] = [];
  /** Address. */
  public url = '';
  readonly #server: Server;

  /** @param answer - the body for a query; nothing: never answers */
  public constructor(answer: (query: URLSearchParams) => unknown, status = 200) {
    const listener: RequestListener = async (request, response) => {
      const chunks = await request.toArray();
      const query = new URLSearchParams(Buffer.concat(chunks).toString());
      this.queries.push(query);
      const body = answer(query);
      if (body === undefined) return;
      response.writeHead(status).end(typeof body === 'string' ? body : JSON.stringify(body));
    };
    this.#server = createServer(listener);
  }

  public async start(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    return this;
  }

  public stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

/** Points between start and end, as Prometheus writes them; the canary a factor slower. */
export function matrix(query: URLSearchParams, factor: number, canary: string) {
  const [start = 0, end = 0, step = 1] = ['start', 'end', 'step'].map((name) => Number(query.get(name)));
  const slow = query.get('query')?.includes(canary) === true;
  const count = Math.floor((end - start) / step) + 1;
  const values = latencies(slow ? 2 : 1, count, { factor: slow ? factor : 1 });
  const result = [{ metric: {}, values: values.map((value, at) => [start + at * step, String(value)]) }];
  return { status: 'success', data: { resultType: 'matrix', result } };
}

/** A vector of series with one value each, as Prometheus writes it. */
export function vector(...series: readonly (readonly [labels: Readonly<Record<string, string>>, value: number])[]) {
  const result = series.map(([metric, value]) => ({ metric, value: [1_790_000_000, String(value)] }));
  return { status: 'success', data: { resultType: 'vector', result } };
}
