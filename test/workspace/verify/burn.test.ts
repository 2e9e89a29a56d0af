import { afterEach, describe, expect, test } from 'vitest';
import { type BurnVerdict, watchBurn } from '../../../workspace/verify/burn.ts';
import { StandInPrometheus, vector } from './stand-in-prometheus.ts';

let server: StandInPrometheus | undefined;
afterEach(() => server?.stop());

const promises = (query: URLSearchParams) => query.get('query')?.startsWith('count(') === true;

async function asked(answer: (query: URLSearchParams) => unknown, { status = 200, watch = 0 } = {}) {
  server = await new StandInPrometheus(answer, status).start();
  let now = 0;
  const looks: BurnVerdict[] = [];
  const clock = {
    now: () => now,
    sleep: async (milliseconds: number) => {
      now += milliseconds;
    },
  };
  const found = await watchBurn({
    url: server.url,
    timeout: 1,
    factor: 6,
    watch,
    clock,
    onLook: (look) => looks.push(look),
  });
  return { found, looks, seconds: now / 1_000 };
}

describe('before a wave', () => {
  test('promises that hold let it begin', async () => {
    const { found } = await asked((query) => (promises(query) ? vector([{}, 12]) : vector()));
    expect(found).toEqual({ verdict: 'quiet', broken: [], reason: 'none of 12 promises is broken 6 times too fast' });
    expect(server?.queries.map((query) => query.get('query')).join()).toContain('> 6');
  });

  test('one that burns stops it, the worst first', async () => {
    const { found } = await asked((query) =>
      promises(query) ? vector([{}, 12]) : vector([{ slo: 'job-start' }, 7], [{ slo: 'api-availability' }, 31.4]),
    );
    expect(found.verdict).toBe('burning');
    expect(found.broken.map(({ slo }) => slo)).toEqual(['api-availability', 'job-start']);
    expect(found.reason).toContain('api-availability 31 times, job-start 7 times');
  });

  test.each([
    ['refuses', '{"status":"error","error":"parse error"}', 400, 'it answered 400: parse error'],
    ['is busy', 'busy', 503, 'it answered 503 with something else'],
    ['never answers', undefined, 200, 'no answer within 1 s'],
    ['gives series', { status: 'success', data: { resultType: 'matrix', result: [] } }, 200, 'no vector'],
    ['keeps no promises', vector(), 200, 'Prometheus keeps no promises'],
  ])('a Prometheus that %s stops it too', async (_, body, status, words) => {
    const { found } = await asked(() => body, { status });
    expect(found.verdict).toBe('not known');
    expect(found.reason).toContain(words);
  });

  test('a Prometheus that is not there stops it', async () => {
    const found = await watchBurn({ url: 'http://127.0.0.1:9', timeout: 1, factor: 6, watch: 0 });
    expect(found.verdict).toBe('not known');
  });

  test('they are watched as long as asked, and the first that burns ends it', async () => {
    const quiet = await asked((query) => (promises(query) ? vector([{}, 12]) : vector()), { watch: 100 });
    expect(quiet).toMatchObject({ found: { verdict: 'quiet' }, seconds: 100 });
    expect(quiet.looks).toHaveLength(4);
    server?.stop();
    let looks = 0;
    const burning = await asked(
      (query) => {
        if (promises(query)) return vector([{}, 12]);
        looks += 1;
        return looks < 3 ? vector() : vector([{ slo: 'job-start' }, 9]);
      },
      { watch: 300 },
    );
    expect(burning).toMatchObject({ found: { verdict: 'burning' }, seconds: 60 });
  });

  test('a Prometheus that starts while it is watched is asked again', async () => {
    let looks = 0;
    const { found } = await asked(
      (query) => {
        looks += 1;
        if (looks <= 2) return 'busy';
        return promises(query) ? vector([{}, 12]) : vector();
      },
      { watch: 60 },
    );
    expect(found.verdict).toBe('quiet');
  });
});
