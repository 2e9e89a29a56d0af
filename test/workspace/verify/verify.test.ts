import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import type { VerificationInput } from '../../../verification/file/verification-file.ts';
import type { ReleaseVerdict } from '../../../verification/judge/verdict.ts';
import { type Clock, verify } from '../../../workspace/verify/verify.ts';
import { latencies } from '../../verification/sample.ts';
import { codesOfAsync } from './finding-codes.ts';

const home = mkdtempSync(join(tmpdir(), 'plinth-verify-'));
const file = join(home, 'verification.yaml');
const asked: VerificationInput = {
  apiVersion: 'plinth.dev/v1alpha1',
  kind: 'Verification',
  metadata: { name: 'shop' },
  timeout: '1s',
  arms: { baseline: { revision: 'stable' }, canary: { revision: 'canary', zone: 'a"b' } },
  services: [{ name: 'shop', metrics: [{ name: 'latency', kind: 'latency', query: 'latency{$arm}[$step]' }] }],
};
writeFileSync(file, JSON.stringify(asked));

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});
afterAll(() => rmSync(home, { recursive: true }));

/** A stand-in for a Prometheus that answers as told; what it was asked. */
async function prometheus(answer: (query: URLSearchParams) => unknown, status = 200) {
  const queries: URLSearchParams[] = [];
  const listener: RequestListener = async (request, response) => {
    const chunks = await request.toArray();
    const query = new URLSearchParams(Buffer.concat(chunks).toString());
    queries.push(query);
    const body = answer(query);
    // Nothing to say: never answers.
    if (body === undefined) return;
    response.writeHead(status).end(typeof body === 'string' ? body : JSON.stringify(body));
  };
  const started = createServer(listener);
  server = started;
  await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve));
  return { queries, url: `http://127.0.0.1:${(started.address() as AddressInfo).port}` };
}

/** Points between start and end, as Prometheus writes them; the canary a factor slower. */
function matrix(query: URLSearchParams, factor: number) {
  const [start, end, step] = ['start', 'end', 'step'].map((name) => Number(query.get(name)));
  const canary = query.get('query')?.includes('canary') === true;
  const count = Math.floor(((end ?? 0) - (start ?? 0)) / (step ?? 1)) + 1;
  const values = latencies(canary ? 2 : 1, count, { factor: canary ? factor : 1 });
  const result = [{ metric: {}, values: values.map((value, at) => [(start ?? 0) + at * (step ?? 1), String(value)]) }];
  return { status: 'success', data: { resultType: 'matrix', result } };
}

const source = (url: string) => ({ kind: 'prometheus', url }) as const;

describe('a release judged by a Prometheus', () => {
  test('passes or fails by what it says, asked for each arm with its labels and step', async () => {
    const good = await prometheus((query) => matrix(query, 1));
    expect((await verify({ file, source: source(good.url) })).verdict).toBe('pass');
    expect(good.queries.map((query) => query.get('query')).toSorted()).toEqual([
      'latency{revision="canary",zone="a\\"b"}[1s]',
      'latency{revision="stable"}[1s]',
    ]);
    server?.close();
    const bad = await prometheus((query) => matrix(query, 1.5));
    expect((await verify({ file, source: source(bad.url) })).verdict).toBe('fail');
  });

  const EMPTY = { status: 'success', data: { resultType: 'matrix', result: [] } };
  const PARSE = { status: 'error', errorType: 'bad_data', error: 'parse error: unexpected end' };
  test.each([
    ['answers with nothing', EMPTY, 200, 'no data', 'neither arm has a point'],
    ['refuses the query', PARSE, 400, 'not asked', 'it answered 400: parse error: unexpected end'],
    [
      'is not one',
      '<html>\nsign in</html>',
      200,
      'not asked',
      'it answered 200 with something else: <html> sign in</html>',
    ],
    ['is busy', 'busy', 503, 'not asked', 'it answered 503 with something else: busy'],
    [
      'gives a vector',
      { status: 'success', data: { resultType: 'vector', result: [] } },
      200,
      'not asked',
      'no series',
    ],
    ['gives no object', 'null', 200, 'not asked', 'something else'],
    ['never answers', undefined, 200, 'not asked', 'no answer within 1 s'],
  ])('that %s is not known: held, never passed', async (_, body, status, cause, words) => {
    const { url } = await prometheus(() => body, status);
    const found = await verify({ file, source: source(url) });
    expect(found).toMatchObject({ verdict: 'inconclusive', action: 'hold' });
    expect(found.metrics[0]).toMatchObject({ cause });
    expect(found.metrics[0]?.reason).toContain(words);
  });

  test('that is not there is not known either', async () => {
    const found = await verify({ file, source: source('http://127.0.0.1:9') });
    expect(found.metrics[0]?.reason).toMatch(/^the source could not be asked: no connection \(/);
  });

  test('NaN and infinity are read as Prometheus writes them', async () => {
    const { url } = await prometheus((query) => {
      const answer = matrix(query, 1);
      answer.data.result[0]?.values.splice(0, 2, [1, 'NaN'], [2, '+Inf']);
      return answer;
    });
    const { metrics } = await verify({ file, source: source(url) });
    const { canary } = metrics[0]?.metric ?? {};
    expect(canary?.kind === 'points' ? canary.points.slice(0, 2).map(({ value }) => value) : []).toEqual([
      Number.NaN,
      Number.POSITIVE_INFINITY,
    ]);
    expect(metrics[0]?.reason).toContain('2 values that are no numbers left out; 2 infinite values');
  });

  test('look after look: a bad release is stopped before the window is over, a good one watched to its end', async () => {
    let now = 1_790_000_000_000;
    const clock: Clock = {
      now: () => now,
      sleep: async (milliseconds) => {
        now += milliseconds;
      },
    };
    const begun = now;
    const looks: ReleaseVerdict[] = [];
    const bad = await prometheus((query) => matrix(query, 1.5));
    const stopped = await verify({
      file,
      source: source(bad.url),
      wait: true,
      clock,
      onLook: (found) => looks.push(found),
    });
    expect(stopped.verdict).toBe('fail');
    expect(stopped.look.number).toBeLessThan(4);
    expect(now - begun).toBeLessThanOrEqual(180_000);
    server?.close();
    const good = await prometheus((query) => matrix(query, 1));
    const passed = await verify({
      file,
      source: source(good.url),
      wait: true,
      clock,
      onLook: (found) => looks.push(found),
    });
    expect(passed).toMatchObject({ verdict: 'pass', look: { number: 5, of: 5 } });
    expect(looks.every(({ action }) => action === 'look again')).toBe(true);
  });
});

describe('files that are wrong', () => {
  const written = (content: unknown) => {
    const other = join(home, 'other.json');
    writeFileSync(other, typeof content === 'string' ? content : JSON.stringify(content));
    return other;
  };
  const data = (content: unknown) => verify({ file, source: { kind: 'file', file: written(content) } });

  test.each([
    [
      'a file that is not there',
      () => verify({ file: join(home, 'none'), source: source('http://x') }),
      ['FILE_UNREADABLE'],
    ],
    ['data that is no JSON', () => data('{'), ['VERIFICATION_DATA_INVALID']],
    ['data of another form', () => data({ series: { a: { baseline: [[1]] } } }), ['VERIFICATION_DATA_INVALID']],
    [
      'data that is not there',
      () => verify({ file, source: { kind: 'file', file: join(home, 'none') } }),
      ['FILE_UNREADABLE'],
    ],
  ])('%s is told', async (_, run, codes) => {
    expect(await codesOfAsync(run)).toEqual(codes);
  });

  test('a series that is not in the data is an empty one, and nothing passes by it', async () => {
    expect(await data({ series: {} })).toMatchObject({ verdict: 'inconclusive', action: 'hold' });
  });

  test('null and words are no numbers', async () => {
    const arm = [
      [1, null],
      [2, 'NaN'],
      [3, '+Inf'],
      [4, '5'],
      [5, ''],
    ];
    const found = await data({ series: { 'shop/latency': { baseline: arm, canary: arm } } });
    expect(found.metrics[0]).toMatchObject({ cause: 'not numbers' });
  });
});
