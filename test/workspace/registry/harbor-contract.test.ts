import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ApiDescription } from './api-description.ts';
import { FakeHarbor, type Got } from './fake-harbor.ts';
import { chart, image, named } from './pushed-artifacts.ts';
import { CREDENTIALS, MapSecrets, runOn, sampleSettings } from './registry-sample.ts';

const description = ApiDescription.find();

describe.skipIf(description === undefined)('against Harbor’s API description', () => {
  const harbor = new FakeHarbor();
  beforeAll(async () => {
    harbor.state.hasScanner = true;
    const [url, secrets] = [await harbor.start(), new MapSecrets()];
    harbor.state.artifacts.push(image('base/server'), chart('charts/app', [named('base/server')]));
    await runOn({ url, secrets });
    await runOn({ url, secrets });
    harbor.state.artifacts.pop();
    // Everything is changed once, then nearly everything is taken away.
    const credentials = { ...CREDENTIALS, 'chat.header': 'new', 'registry.lyon.example.org.secret': 'new' };
    const settings = sampleSettings();
    const other = {
      ...settings,
      configuration: { ...settings.configuration, self_registration: true },
      projects: settings.projects.map((each) => ({
        ...each,
        metadata: { public: 'true' },
        quotaBytes: 7,
        members: each.members.map(({ group }) => ({ group, role: 'maintainer' as const })),
        retention: { cron: '0 0 4 * * *', rules: [{ keep: 'pulled' as const, days: 3 }] },
        immutable: ['release-*'],
      })),
      robots: settings.robots.map((each) => ({
        ...each,
        permissions: [{ project: 'docker.io', access: ['repository:pull'] }],
      })),
      replications: settings.replications.map((each) => ({ ...each, speed: 3 })),
      schedules: { garbage: '0 0 5 * * *', scan: '0 0 6 * * *' },
    };
    await runOn({ url, secrets, settings: other, credentials, now: new Date('2027-11-21T12:00:00Z') });
    await runOn({
      url,
      secrets,
      settings: {
        ...other,
        endpoints: [],
        robots: [],
        replications: [],
        projects: other.projects.map((each) => ({ ...each, members: [], immutable: [], webhooks: [] })),
      },
    });
  });
  afterAll(() => harbor.stop());

  test('every request has a path, a method, parameters and a body that Harbor knows', () => {
    const wrong = harbor.got.flatMap((got) => description?.faultsOf(got) ?? []);
    expect([...new Set(wrong)]).toEqual([]);
    expect(harbor.got.length).toBeGreaterThan(80);
  });

  test('the fake answers as the description says', () => {
    const wrong = harbor.got.flatMap((got, index) => {
      const reply = harbor.replies[index];
      return reply === undefined ? [] : (description?.faultsOfReply(got, reply) ?? []);
    });
    expect([...new Set(wrong)]).toEqual([]);
  });

  test('these are the calls in use, and no others', () => {
    const calls = harbor.got.map(
      ({ method, path }) =>
        `${method} ${path
          .replace(/sha256:[0-9a-f]+/, 'DIGEST')
          .replace(/[0-9a-f]{16}$/, 'SHORT')
          .replace(/\b\d+\b/g, '#')}`,
    );
    expect([...new Set(calls)].sort()).toEqual([
      'DELETE /projects/#/immutabletagrules/#',
      'DELETE /projects/#/members/#',
      'DELETE /projects/#/webhook/policies/#',
      'DELETE /projects/vision/repositories/base%252Fserver/artifacts/DIGEST/tags/plinth-chart-SHORT',
      'DELETE /registries/#',
      'DELETE /replication/policies/#',
      'DELETE /robots/#',
      'GET /configurations',
      'GET /projects',
      'GET /projects/#/artifacts',
      'GET /projects/#/immutabletagrules',
      'GET /projects/#/members',
      'GET /projects/#/webhook/policies',
      'GET /projects/vision/repositories/base%252Fserver/artifacts/DIGEST',
      'GET /quotas',
      'GET /registries',
      'GET /replication/policies',
      'GET /retentions/#',
      'GET /robots',
      'GET /system/gc/schedule',
      'GET /system/scanAll/schedule',
      'PATCH /robots/#',
      'POST /projects',
      'POST /projects/#/immutabletagrules',
      'POST /projects/#/members',
      'POST /projects/#/webhook/policies',
      'POST /projects/vision/repositories/base%252Fserver/artifacts/DIGEST/tags',
      'POST /registries',
      'POST /replication/policies',
      'POST /retentions',
      'POST /robots',
      'POST /system/gc/schedule',
      'POST /system/scanAll/schedule',
      'PUT /configurations',
      'PUT /projects/#',
      'PUT /projects/#/members/#',
      'PUT /projects/#/webhook/policies/#',
      'PUT /quotas/#',
      'PUT /registries/#',
      'PUT /replication/policies/#',
      'PUT /retentions/#',
      'PUT /robots/#',
      'PUT /system/gc/schedule',
      'PUT /system/scanAll/schedule',
    ]);
  });

  test.each<[string, Partial<Got>, string]>([
    ['an unknown path', { path: '/project' }, 'no such call'],
    ['a method that is not there', { method: 'PUT', path: '/projects' }, 'no such call'],
    ['a parameter that is not there', { method: 'GET', path: '/projects', query: { size: '5' } }, 'no parameter size'],
    ['a page that is too large', { method: 'GET', path: '/projects', query: { page_size: '500' } }, 'more than 100'],
    ['a property that is not there', { path: '/robots', body: { name: 'x', rights: [] } }, 'no such property'],
    ['a number for a text', { path: '/robots', body: { name: 5 } }, 'integer instead of string'],
    ['no body where one is wanted', { path: '/projects', body: undefined }, 'wants a body'],
    ['what only the server says', { path: '/system/gc/schedule', body: { status: 'x' } }, 'the server’s to say'],
  ])('%s is refused', (_, change, words) => {
    const got: Got = { method: 'POST', path: '/projects', query: {}, body: {}, authorization: undefined, ...change };
    expect(description?.faultsOf({ ...got, body: got.method === 'GET' ? undefined : got.body }).join()).toContain(
      words,
    );
  });
});
