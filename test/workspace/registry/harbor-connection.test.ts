import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { HarborConnection, waitOf } from '../../../workspace/registry/harbor-connection.ts';
import { HarborError } from '../../../workspace/registry/harbor-finding.ts';
import { type Disturbance, FakeHarbor, failure } from './fake-harbor.ts';
import { connectionTo } from './registry-sample.ts';

let harbor: FakeHarbor;
let url: string;
beforeEach(async () => {
  harbor = new FakeHarbor();
  url = await harbor.start();
});
afterEach(() => harbor.stop());

const LIST = { method: 'GET', path: '/projects' } as const;
const NEW = { method: 'POST', path: '/projects', body: { project_name: 'vision', metadata: {} } } as const;

/** What came of a call that was disturbed; the error's finding if it failed. */
async function disturbed(by: Disturbance, request: Parameters<HarborConnection['call']>[0] = LIST) {
  harbor.disturb = () => by;
  const error = await connectionTo(url)
    .call(request)
    .catch((thrown: unknown) => thrown);
  if (!(error instanceof HarborError)) throw new Error(`${error} is no error of Harbor`);
  const [finding] = error.findings;
  return { code: finding?.code, problem: finding?.problem, tries: harbor.got.length };
}

describe('a Harbor that refuses', () => {
  test.each<[number, string]>([
    [400, 'REGISTRY_REFUSED'],
    [401, 'REGISTRY_UNAUTHORISED'],
    [403, 'REGISTRY_FORBIDDEN'],
    [404, 'REGISTRY_NOT_FOUND'],
    [409, 'REGISTRY_CONFLICT'],
    [412, 'REGISTRY_CONFLICT'],
    [500, 'REGISTRY_FAILED'],
  ])('with %d is said in its own words, at once', async (status, code) => {
    const answer = await disturbed(failure(status, 'CODE', 'words of\nHarbor'));
    expect(answer).toEqual({ code, problem: `GET /projects: ${status} CODE: words of Harbor`, tries: 1 });
  });

  test('an account that nobody knows', async () => {
    const error = await connectionTo(url, 'wrong-secret')
      .call(LIST)
      .catch((thrown: unknown) => thrown);
    expect((error as HarborError).findings[0]?.code).toBe('REGISTRY_UNAUTHORISED');
    expect(JSON.stringify((error as HarborError).findings)).not.toContain('wrong-secret');
  });
});

describe('a Harbor that is busy', () => {
  test.each([429, 502, 503, 504])('with %d is asked again, a few times', async (status) => {
    expect((await disturbed(failure(status, 'BUSY', 'later'))).tries).toBe(5);
  });

  test('and then answers', async () => {
    harbor.disturb = (_, index) => (index < 3 ? failure(429, 'BUSY', 'later', { 'retry-after': '1' }) : undefined);
    expect((await connectionTo(url).call(LIST)).body).toEqual([]);
    expect(harbor.got).toHaveLength(4);
  });

  test('has not done what it was asked, so that a POST is made again too', async () => {
    harbor.disturb = (_, index) => (index === 0 ? failure(503, 'BUSY', 'later') : undefined);
    expect((await connectionTo(url).call(NEW)).id).toBe(1);
  });

  test.each<[string, number, string | undefined, number]>([
    ['as long as it says, in seconds', 1, '7', 7_000],
    ['until the time that it says', 1, 'Sat, 21 Nov 2026 12:00:05 GMT', 5_000],
    ['no longer than half a minute', 1, '86400', 30_000],
    ['not at all for a time that is past', 1, 'Sat, 21 Nov 2026 11:00:00 GMT', 0],
    ['half a second where it says nothing', 1, undefined, 500],
    ['twice as long each time', 4, undefined, 4_000],
    ['as if it said nothing where it says nonsense', 1, 'soon', 500],
  ])('is left alone %s', (_, attempt, asked, milliseconds) => {
    expect(waitOf(attempt, asked, Date.parse('2026-11-21T12:00:00Z'))).toBe(milliseconds);
  });
});

describe('a connection that breaks', () => {
  test('is made again where the call may be made twice', async () => {
    harbor.disturb = (_, index) => (index < 2 ? 'cut' : undefined);
    expect((await connectionTo(url).call(LIST)).body).toEqual([]);
    expect(harbor.got).toHaveLength(3);
  });

  test('for good is told as gone', async () => {
    expect(await disturbed('cut')).toMatchObject({ code: 'REGISTRY_GONE', tries: 5 });
  });

  test('while something is made is not made again: it may be there already', async () => {
    expect(await disturbed('cut after', NEW)).toMatchObject({ code: 'REGISTRY_GONE', tries: 1 });
    expect(harbor.state.projects.size).toBe(1);
  });

  test('because nobody listens is told as gone', async () => {
    await harbor.stop();
    const error = await connectionTo(url)
      .call(LIST)
      .catch((thrown: unknown) => thrown);
    expect((error as HarborError).findings[0]).toMatchObject({ code: 'REGISTRY_GONE' });
    harbor = new FakeHarbor();
    await harbor.start();
  });

  test('because no answer comes is given up after the time limit', async () => {
    harbor.disturb = () => 'hang';
    const hasty = new HarborConnection({
      url,
      user: 'admin',
      secret: 'x',
      timeoutMilliseconds: 50,
      tries: 2,
      wait: () => Promise.resolve(),
    });
    const error = await hasty.call(LIST).catch((thrown: unknown) => thrown);
    expect((error as HarborError).findings[0]?.problem).toBe('GET /projects: the connection broke (no answer in time)');
    expect(harbor.got).toHaveLength(2);
  });
});

describe('something that is not Harbor', () => {
  test('answers with a page', async () => {
    const answer = await disturbed({ status: 200, html: '<html>Sign in</html>' });
    expect(answer).toMatchObject({ code: 'REGISTRY_NOT_HARBOR' });
    expect(answer.problem).toBe('GET /projects: answered with text/html instead of JSON');
  });

  test('refuses with a page, of which nothing is repeated', async () => {
    const answer = await disturbed({ status: 403, html: '<html>secret words</html>' });
    expect(answer).toMatchObject({ code: 'REGISTRY_FORBIDDEN', problem: 'GET /projects: 403 answered with text/html' });
  });

  test('sends elsewhere, where the credentials do not go', async () => {
    const elsewhere = new FakeHarbor();
    const location = `${await elsewhere.start()}/api/v2.0/projects`;
    const answer = await disturbed({ status: 302, headers: { location } });
    expect(answer).toMatchObject({ code: 'REGISTRY_NOT_HARBOR' });
    expect(elsewhere.got).toEqual([]);
    await elsewhere.stop();
  });

  test('gives no list where one is asked for', async () => {
    harbor.disturb = () => ({ status: 200, body: { not: 'a list' } });
    const error = await connectionTo(url)
      .list('/projects')
      .catch((thrown: unknown) => thrown);
    expect((error as HarborError).findings[0]).toMatchObject({ code: 'REGISTRY_NOT_HARBOR' });
  });
});

test('a list that says how long it is is read to its end, and no further', async () => {
  for (let id = 0; id < 200; id += 1) harbor.state.robots.set(id, { id, name: `robot$${id}` });
  expect(await connectionTo(url).list('/robots')).toHaveLength(200);
  expect(harbor.got.map(({ query }) => query)).toEqual([
    { page: '1', page_size: '100' },
    { page: '2', page_size: '100' },
  ]);
});
