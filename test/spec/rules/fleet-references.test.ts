import { expect, test } from 'vitest';
import type { PlatformInput } from '../../../spec/platform.ts';
import { codesOf, samplePlatform } from '../../sample.ts';

type Role = NonNullable<PlatformInput['fleet']>;

const POOL = { name: 'train', resource: 'nvidia.com/gpu', labels: {}, unitsPerNode: 8 };

function manager(change: { team?: string; worker?: string; pool?: string }): Role {
  const { pool = 'train', team = 'vision', worker = 'paris' } = change;
  return {
    kind: 'manager',
    fleet: 'world',
    workers: [{ name: 'paris', pools: [POOL] }],
    teams: [{ name: team, to: [{ worker, units: { [pool]: 8 } }] }],
  };
}

const found = (fleet: Role) => codesOf(samplePlatform({ fleet })).filter((code) => code.startsWith('FLEET_'));

test.each<[string, Role, string[]]>([
  ['its own words', manager({}), []],
  ['a team that there is not', manager({ team: 'visoin' }), ['FLEET_ROLE_UNKNOWN']],
  ['a worker that there is not', manager({ worker: 'pairs' }), ['FLEET_ROLE_UNKNOWN']],
  ['a pool that the worker lacks', manager({ pool: 'trian' }), ['FLEET_ROLE_UNKNOWN']],
  [
    'a team that the worker lacks',
    { kind: 'worker', fleet: 'world', manager: 'control', teams: ['visoin'] },
    ['FLEET_ROLE_UNKNOWN'],
  ],
])('the part of a fleet may name %s: %j', (_, role, codes) => expect(found(role)).toEqual(codes));

test('a team has no more pools than a queue of Kueue counts', () => {
  const pools = Array.from({ length: 33 }, (_, index) => ({ ...POOL, name: `pool-${index}` }));
  const units = Object.fromEntries(pools.map(({ name }) => [name, 8]));
  const workers = ['paris', 'oslo'].map((name) => ({ name, pools }));
  const to = workers.map(({ name }) => ({ worker: name, units }));
  const role: Role = { kind: 'manager', fleet: 'world', workers, teams: [{ name: 'vision', to }] };
  expect(found(role)).toEqual(['FLEET_POOLS_MANY']);
});

test('no team is called like the fleet queue of another', () => {
  const { teams } = samplePlatform();
  const input = samplePlatform({ teams: [...teams, { name: 'vision-fleet', groups: ['oidc:v'], quota: {} }] });
  expect(codesOf(input)).toContain('TEAM_NAME_DERIVED');
});
