import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { PlatformError } from '../../../spec/finding.ts';
import type { Outcome } from '../../../workspace/registry/reconcile.ts';
import { FakeHarbor, failure } from './fake-harbor.ts';
import { MapSecrets, runOn, sampleSettings } from './registry-sample.ts';

let harbor: FakeHarbor;
let secrets: MapSecrets;
let url: string;
beforeEach(async () => {
  harbor = new FakeHarbor();
  harbor.state.hasScanner = true;
  secrets = new MapSecrets();
  url = await harbor.start();
});
afterEach(() => harbor.stop());

const kindsOf = ({ changes }: Outcome) => changes.map(({ action, kind, name }) => `${action} ${kind} ${name}`);

describe('a run that is cut', () => {
  test.each(['cut', 'cut after'] as const)(
    'after any call (%s) is finished by the next, to the same end',
    async (how) => {
      await runOn({ url, secrets });
      // A call that only reads is cut in one place for all: nothing has happened either way.
      const calls = harbor.got.flatMap(({ method }, index) => (method === 'GET' && index > 0 ? [] : [index]));
      const whole = stateOf(harbor);
      for (const at of calls) {
        await harbor.stop();
        harbor = new FakeHarbor();
        harbor.state.hasScanner = true;
        secrets = new MapSecrets();
        url = await harbor.start();
        // From the call on nothing goes through, until the process is started again.
        let gone = false;
        harbor.disturb = (_, index) => {
          gone ||= index >= at;
          return gone ? (index === at ? how : 'cut') : undefined;
        };
        await expect(runOn({ url, secrets })).rejects.toBeInstanceOf(PlatformError);
        harbor.disturb = () => undefined;
        expect((await runOn({ url, secrets })).findings).toEqual([]);
        expect(await runOn({ url, secrets })).toEqual({ changes: [], findings: [] });
        expect(stateOf(harbor)).toEqual(whole);
        expect(isTrue(harbor, secrets)).toBe(true);
      }
    },
  );

  test('while secrets are written leaves none that does not fit', async () => {
    await runOn({ url, secrets });
    const month = new Date('2026-12-22T12:00:00Z');
    const write = secrets.write.bind(secrets);
    secrets.write = (namespace, name, secret) =>
      namespace === 'vision-fabric'
        ? Promise.reject(new Error('the API server went away'))
        : write(namespace, name, secret);
    await expect(runOn({ url, secrets, now: month })).rejects.toThrow('went away');
    secrets.write = write;
    expect(isTrue(harbor, secrets)).toBe(false);
    await runOn({ url, secrets, now: month });
    expect(isTrue(harbor, secrets)).toBe(true);
  });
});

describe('trouble', () => {
  test('with one object is found, and the others are done', async () => {
    harbor.disturb = ({ body, method, path }) =>
      method === 'POST' && path === '/registries' && text(body).includes('lyon')
        ? failure(400, 'BAD_REQUEST', 'the registry is unhealthy')
        : undefined;
    const { changes, findings } = await runOn({ url, secrets });
    expect(findings.map(({ code }) => code)).toEqual(['REGISTRY_REFUSED', 'REGISTRY_NOT_FOUND']);
    expect(findings[0]?.problem).toContain('the registry is unhealthy');
    expect(changes.map(({ kind }) => kind)).toContain('schedule');
    harbor.disturb = () => undefined;
    expect(kindsOf(await runOn({ url, secrets }))).toEqual([
      'create endpoint registry.lyon.example.org',
      'create replication to-lyon',
    ]);
  });

  test('a conflict is found, and gone at the next run', async () => {
    harbor.disturb = ({ method, path }) =>
      method === 'POST' && path === '/projects' ? failure(409, 'CONFLICT', 'made by somebody') : undefined;
    const { findings } = await runOn({ url, secrets });
    expect([...new Set(findings.map(({ code }) => code))]).toEqual(['REGISTRY_CONFLICT']);
    // Nothing is tried inside a project that is not there.
    expect(harbor.got.filter(({ path }) => path.includes('undefined'))).toEqual([]);
    harbor.disturb = () => undefined;
    expect((await runOn({ url, secrets })).findings).toEqual([]);
  });

  test('an account without rights stops at once, with what was found before', async () => {
    harbor.disturb = ({ method }) => (method === 'POST' ? failure(403, 'FORBIDDEN', 'forbidden') : undefined);
    const error = await runOn({ url, secrets }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(PlatformError);
    expect((error as PlatformError).findings.map(({ code }) => code)).toEqual(['REGISTRY_FORBIDDEN']);
    expect(harbor.writes.filter(({ method }) => method === 'POST')).toHaveLength(1);
  });
});

/** What a Harbor holds, without numbers and made-up secrets. */
function stateOf({ state }: FakeHarbor): unknown {
  const plain = (all: ReadonlyMap<number, Record<string, unknown>>) =>
    [...all.values()]
      .map((each) => JSON.stringify(each, (key, value: unknown) => (/(^|_)(id|ref)$/.test(key) ? undefined : value)))
      .sort();
  return {
    configuration: state.configuration,
    ...Object.fromEntries(
      (
        [
          'projects',
          'quotas',
          'members',
          'retentions',
          'immutable',
          'webhooks',
          'robots',
          'registries',
          'replications',
        ] as const
      ).map((name) => [name, plain(state[name])]),
    ),
    schedules: [...state.schedules],
  };
}

/** Whether each Secret holds what Harbor would take. */
function isTrue({ state }: FakeHarbor, { kept }: MapSecrets): boolean {
  return sampleSettings().robots.every(({ name, secret }) => {
    const id = [...state.robots.values()].find((each) => each['name'] === `robot$${name}`)?.['id'] as number;
    return secret.namespaces.every(
      (namespace) => kept.get(`${namespace}/${secret.name}`)?.data['password'] === state.robotSecrets.get(id),
    );
  });
}

function text(body: unknown): string {
  return JSON.stringify(body);
}
