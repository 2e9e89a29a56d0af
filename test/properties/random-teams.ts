import fc from 'fast-check';
import type { PlatformInput } from '../../spec/platform.ts';
import { samplePlatform } from '../sample.ts';

type Team = PlatformInput['teams'][number];

/** Groups that several teams may name: the same people work in both. */
const SHARED_GROUPS = ['oidc:audit', 'oidc:platform', 'cn=ml,ou=groups,dc=example'];

const DEPARTMENTS = [
  { name: 'research' },
  { name: 'vision-lab', parent: 'research' },
  { name: 'products' },
] satisfies NonNullable<PlatformInput['queueing']>['departments'];

const name = fc
  .tuple(fc.constantFrom('a', 'team', 'vision', 'x1'), fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,8}[a-z0-9])?$/))
  .map((parts) => parts.join('-'))
  .filter((text) => !/(-fabric|-shared|-system|-operator)$/.test(text));

const egress = fc.record({
  to: fc.constantFrom('203.0.113.0/24', '10.0.0.0/8', '192.168.7.0/24', '198.51.100.7/32', 'fd00::/8', '2001:db8::/32'),
  ports: fc.uniqueArray(fc.integer({ min: 1, max: 65_535 }), { minLength: 1, maxLength: 4 }),
  because: fc.constant('because the test says so'),
});

function team(teamName: string): fc.Arbitrary<Team> {
  return fc
    .record({
      department: fc.option(fc.constantFrom(...DEPARTMENTS.map((each) => each.name)), { nil: undefined }),
      shared: fc.subarray(SHARED_GROUPS),
      viewers: fc.subarray([...SHARED_GROUPS, 'oidc:guests']),
      quota: fc.boolean(),
      wider: fc.constantFrom<Partial<Team>>({}, { fabric: 'allowed' }, { sandbox: 'gvisor' }, { sandbox: 'kata' }),
      egress: fc.array(egress, { maxLength: 3 }),
    })
    .map(({ quota, shared, wider, ...rest }) => ({
      name: teamName,
      groups: [`oidc:${teamName}`, ...shared],
      quota: quota ? { 'train-h100': { guaranteed: 0, borrowable: 8 } } : {},
      ...rest,
      ...wider,
    }));
}

/** Platforms of the sample's one pool with so many teams, of every form that a team can have. */
export function randomTeams(teams: { readonly min: number; readonly max: number }): fc.Arbitrary<PlatformInput> {
  const names = fc.uniqueArray(name, { minLength: teams.min, maxLength: teams.max, size: 'max' });
  return fc
    .tuple(
      names.chain((all) => fc.tuple(...all.map(team))),
      fc.boolean(),
    )
    .map(([all, store]) =>
      samplePlatform({
        teams: all,
        queueing: { departments: DEPARTMENTS },
        target: {
          kind: 'existing',
          cluster: 'lab',
          networkPolicy: 'cilium',
          storage: store ? { objects: 'https://s3.lab.example.org' } : {},
        },
      }),
    );
}
