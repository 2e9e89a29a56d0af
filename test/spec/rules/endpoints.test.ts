import { describe, expect, test } from 'vitest';
import type { PlatformInput } from '../../../spec/platform.ts';
import { firstServerStart, serverStart } from '../../../spec/server-start.ts';
import type { Gibibytes } from '../../../spec/units.ts';
import {
  CLASSIC,
  DIGEST,
  type EndpointInput,
  LANGUAGE,
  servingPlatform,
} from '../../constructs/serving/serving-sample.ts';
import { codesOf } from '../../sample.ts';

/** Codes about endpoints that a platform with these gets. */
function found(endpoints: readonly EndpointInput[], change = {}): string[] {
  return codesOf(servingPlatform(endpoints, change)).filter((code) => code.startsWith('ENDPOINT_'));
}

const patient = { queueing: { gangs: { timeout: '1h' as const } } };

test('endpoints that are right are accepted', () => {
  expect(found([CLASSIC, LANGUAGE], patient)).toEqual([]);
});

describe('an endpoint’s name', () => {
  test('is its own in its team, and may be another team’s too', () => {
    expect(found([CLASSIC, { ...CLASSIC, team: 'speech' }])).toEqual([]);
    expect(found([CLASSIC, CLASSIC])).toEqual(['ENDPOINT_HOST_TAKEN']);
  });

  test('makes no host that another team’s makes', () => {
    const teams = ['vision', 'a-vision'].map((name) => ({
      name,
      groups: [`oidc:${name}`],
      quota: { 'serve-cpu': { guaranteed: 16 } },
    }));
    const endpoints: EndpointInput[] = [
      { ...CLASSIC, name: 'x-a', team: 'vision' },
      { ...CLASSIC, name: 'x', team: 'a-vision' },
    ];
    expect(found(endpoints, { teams })).toEqual(['ENDPOINT_HOST_TAKEN']);
  });

  test('begins with a letter, is short enough for a host, and is no part of the platform', () => {
    expect(found([{ ...CLASSIC, name: '7b' }])).toEqual(['ENDPOINT_NAME']);
    expect(found([{ ...CLASSIC, name: 'mlflow' }])).toEqual(['ENDPOINT_NAME']);
    const long = 't'.repeat(40);
    const teams = [{ name: long, groups: ['oidc:t'], quota: { 'serve-cpu': { guaranteed: 16 } } }];
    expect(found([{ ...CLASSIC, team: long, name: 'e'.repeat(22) }], { teams })).toEqual([]);
    expect(found([{ ...CLASSIC, team: long, name: 'e'.repeat(23) }], { teams })).toEqual(['ENDPOINT_NAME']);
  });
});

describe('the holders of an endpoint’s keys', () => {
  const vault = {
    access: {
      ...servingPlatform().access,
      secrets: { kind: 'vault', server: 'https://vault.example.org:8200' },
    } as PlatformInput['access'],
  };

  test('have each a key of their own', () => {
    expect(found([{ ...CLASSIC, keys: ['billing', 'till-7'] }], vault)).toEqual([]);
    expect(found([{ ...CLASSIC, keys: ['billing', 'billing'] }], vault)).toEqual(['ENDPOINT_KEY_REPEATED']);
  });

  test('have them made by somebody: where there is no store, that is said', () => {
    expect(found([{ ...CLASSIC, keys: ['billing'] }])).toEqual(['ENDPOINT_KEYS_YOURS']);
    expect(found([CLASSIC])).toEqual([]);
  });

  test('have a host that nobody else has, and that is short enough', () => {
    const endpoints = [
      { ...CLASSIC, keys: ['billing'] },
      { ...CLASSIC, name: 'defects-keys' },
    ];
    expect(found(endpoints, vault)).toEqual(['ENDPOINT_HOST_TAKEN']);
    expect(found([...endpoints].reverse(), vault)).toEqual(['ENDPOINT_HOST_TAKEN']);
    const long = 't'.repeat(40);
    const teams = [{ name: long, groups: ['oidc:t'], quota: { 'serve-cpu': { guaranteed: 16 } } }];
    const named = (length: number): EndpointInput => ({
      ...CLASSIC,
      team: long,
      name: 'e'.repeat(length),
      keys: ['k'],
    });
    expect(found([named(17)], { ...vault, teams })).toEqual([]);
    expect(found([named(18)], { ...vault, teams })).toEqual(['ENDPOINT_NAME']);
  });
});

describe('an endpoint’s place', () => {
  test('is a team and a pool that there are', () => {
    expect(found([{ ...CLASSIC, team: 'visoin' }])).toEqual(['ENDPOINT_TEAM_UNKNOWN']);
    expect(found([{ ...CLASSIC, pool: 'serve-cpus' }])).toEqual(['ENDPOINT_POOL_UNKNOWN']);
  });

  test('is open to its team', () => {
    const [vision, speech] = servingPlatform().teams;
    const teams = [vision, { ...speech, quota: { 'train-h100': { guaranteed: 8 } } }];
    expect(found([{ ...CLASSIC, team: 'speech' }], { teams })).toEqual(['ENDPOINT_POOL_CLOSED']);
    expect(found([CLASSIC], { teams })).toEqual([]);
  });
});

describe('an endpoint’s servers', () => {
  test('are at most as many as there may be', () => {
    expect(found([{ ...CLASSIC, replicas: { min: 3, max: 3 } }])).toEqual([]);
    expect(found([{ ...CLASSIC, replicas: { min: 4, max: 3 } }])).toEqual(['ENDPOINT_REPLICAS_RANGE']);
  });

  test('may go to none, unless some only read prompts', () => {
    const none = { replicas: { min: 0, max: 2 } };
    expect(found([{ ...LANGUAGE, ...none }], patient)).toEqual([]);
    expect(found([{ ...LANGUAGE, ...none, prefill: { replicas: 1 } }], patient)).toEqual(['ENDPOINT_PREFILL_ZERO']);
  });

  test('are ones that their team can hold', () => {
    const wide: EndpointInput = { ...LANGUAGE, nodes: 2, accelerators: 8, replicas: { min: 1, max: 1 } };
    expect(found([wide], patient)).toEqual([]);
    expect(found([{ ...wide, prefill: { replicas: 1 } }], patient)).toEqual(['ENDPOINT_QUOTA_EXCEEDED']);
    expect(found([{ ...CLASSIC, vcpus: 8, replicas: { min: 4, max: 4 } }])).toEqual([]);
    expect(found([{ ...CLASSIC, vcpus: 9, replicas: { min: 4, max: 4 } }])).toEqual(['ENDPOINT_QUOTA_EXCEEDED']);
  });

  test('have a priority of the platform', () => {
    expect(found([{ ...CLASSIC, priority: 'high' }])).toEqual([]);
    expect(found([{ ...CLASSIC, priority: 'hihg' }])).toEqual(['ENDPOINT_PRIORITY_UNKNOWN']);
  });
});

describe('an endpoint’s accelerators', () => {
  test('are ones that its pool has', () => {
    expect(found([{ ...CLASSIC, accelerators: 1 }])).toEqual(['ENDPOINT_ACCELERATORS_NONE']);
    expect(found([{ ...LANGUAGE, pool: 'serve-cpu' }])).toEqual(['ENDPOINT_POOL_WITHOUT_ACCELERATORS']);
    const triton: EndpointInput = { ...CLASSIC, pool: 'train-h100', format: 'triton', replicas: { min: 1, max: 1 } };
    expect(found([{ ...triton, accelerators: 8 }])).toEqual([]);
    expect(found([{ ...triton, accelerators: 9 }])).toEqual(['ENDPOINT_ACCELERATORS_RANGE']);
    expect(found([triton])).toEqual(['ENDPOINT_ACCELERATORS_UNUSED']);
  });

  test('stand on nodes that there are', () => {
    expect(found([{ ...CLASSIC, vcpus: 28, replicas: { min: 1, max: 1 } }])).toEqual([]);
    expect(found([{ ...CLASSIC, vcpus: 29, replicas: { min: 1, max: 1 } }])).toEqual(['ENDPOINT_VCPUS_RANGE']);
    const wide: EndpointInput = { ...LANGUAGE, nodes: 3, accelerators: 1, replicas: { min: 1, max: 1 } };
    expect(found([wide], patient)).toContain('ENDPOINT_NODES_RANGE');
  });

  test('are of the maker that the catalogue’s servers are built for, or a warning says so', () => {
    const amd = { accelerator: 'amd-mi300x' as const, count: 8, vcpus: 192, memory: '2Ti' as const };
    const [, cpu] = servingPlatform().pools;
    const pools = [{ name: 'train-h100', machine: amd, nodes: { min: 2, max: 2 } }, cpu];
    expect(found([LANGUAGE], { ...patient, pools })).toContain('ENDPOINT_RUNTIME_VENDOR');
  });

  test('talk to each other by RDMA, or a warning says so', () => {
    const wide: EndpointInput = { ...LANGUAGE, nodes: 2, accelerators: 8, replicas: { min: 1, max: 1 } };
    const teams = servingPlatform().teams.map(({ fabric, ...team }) => team);
    expect(found([wide], { ...patient, teams })).toEqual(['ENDPOINT_FABRIC_FORBIDDEN']);
    const [pool, ...others] = servingPlatform().pools;
    const machine = { ...pool?.machine, fabric: 'none' };
    expect(found([wide], { ...patient, pools: [{ ...pool, machine }, ...others] })).toEqual(['ENDPOINT_FABRIC_NONE']);
  });
});

describe('the model that the spec names', () => {
  test('is an image by its digest, or a folder', () => {
    expect(found([{ ...CLASSIC, model: `oci://r.example.org/m@${DIGEST}` }])).toEqual([]);
    expect(found([{ ...CLASSIC, model: 'models/defects' }])).toEqual([]);
    expect(found([{ ...CLASSIC, model: 'oci://r.example.org/m:v1' }])).toEqual(['ENDPOINT_MODEL_DIGEST']);
    expect(found([{ ...CLASSIC, model: 'ftp://r.example.org/m' }])).toEqual(['ENDPOINT_MODEL_SOURCE']);
  });

  test('is one commit of Hugging Face where mirrors bring it as an artefact, and nothing of it elsewhere', () => {
    const mirrors = { ...patient, images: { mirrors: [{ source: '*', mirror: 'm.example.org' }] } };
    const model = `hf://acme/chat:${'0f3a'.repeat(10)}`;
    expect(found([{ ...LANGUAGE, model }], mirrors)).toEqual([]);
    expect(found([{ ...LANGUAGE, model: 'hf://acme/chat:main' }], mirrors)).toEqual(['ENDPOINT_MODEL_REVISION']);
    expect(found([{ ...LANGUAGE, model }], patient)).toEqual(['ENDPOINT_MODEL_SOURCE']);
    const another = { ...patient, images: { mirrors: [{ source: 'docker.io', mirror: 'm.example.org' }] } };
    expect(found([{ ...LANGUAGE, model }], another)).toEqual(['ENDPOINT_MODEL_SOURCE']);
  });

  test('is where KServe fetches language models from', () => {
    expect(found([{ ...LANGUAGE, model: 's3://bucket/chat' }], patient)).toEqual([]);
    expect(found([{ ...LANGUAGE, model: 'gs://bucket/chat' }], patient)).toEqual(['ENDPOINT_MODEL_SOURCE']);
  });
});

describe('the time that weights need', () => {
  test('is reckoned from their size', () => {
    expect(serverStart(100 as Gibibytes)).toBe(700);
    expect(firstServerStart(100 as Gibibytes)).toBe(1_034);
    expect(serverStart(undefined)).toBe(900);
  });

  test('is less than what the queue waits for pods, or a warning says so', () => {
    expect(found([LANGUAGE])).toEqual(['ENDPOINT_START_TIMEOUT']);
    expect(found([{ ...LANGUAGE, shape: 'llama-3.1-8b' }])).toEqual([]);
  });
});
