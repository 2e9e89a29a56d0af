import { describe, expect, test } from 'vitest';
import { expiredExceptions } from '../../../spec/expired-exceptions.ts';
import { parsePlatform } from '../../../spec/parse-platform.ts';
import type { PlatformInput } from '../../../spec/platform.ts';
import { exception, policyPlatform } from '../../constructs/policy/policy-sample.ts';
import { codesOf, samplePlatform } from '../../sample.ts';
import { VISION_CI } from '../../workspace/release/release-sample.ts';

const codes = (policy: NonNullable<PlatformInput['policy']>, change: Partial<PlatformInput> = {}) =>
  codesOf(samplePlatform({ policy, ...change })).filter((code) => /^(POLICY|SPEC|RELEASES)/.test(code));

const teams = samplePlatform().teams;
const signers = [{ kind: 'key' as const, name: 'ci', publicKey: VISION_CI.publicKey }];

describe('what policy says', () => {
  test('may be little or much', () => {
    expect(codes({})).toEqual([]);
    expect(codesOf(policyPlatform({ exceptions: [exception()] })).filter((code) => code.startsWith('POLICY'))).toEqual(
      [],
    );
  });

  test.each([
    'https://registry.example.org',
    'registry.example.org/',
    'nvidia',
    'library/busybox',
    "registry.example.org'",
    'Registry.example.org',
  ])('takes no registry of the form %s', (registry) => {
    expect(codes({ images: { registries: [registry] } })).toEqual(['SPEC_SHAPE_INVALID']);
  });

  test.each(['registry.example.org', 'localhost:5000', 'nvcr.io/nvidia/cuda', '10.0.0.7:5000/x'])(
    'takes a registry of the form %s',
    (registry) => {
      expect(codes({ images: { registries: [registry] } })).toEqual([]);
    },
  );

  test.each(['cc-[0-9', "cc'", 'cc\\d', '(?=cc).*'])('takes no pattern of the form %s', (pattern) => {
    expect(codes({ labels: [{ key: 'cost', pattern }] })).toEqual(['SPEC_SHAPE_INVALID']);
  });

  test.each(['2027-02-30', '31.3.2027', 'soon'])('takes no day of the form %s', (until) => {
    expect(codes({ exceptions: [exception({ until })] })).toEqual(['SPEC_SHAPE_INVALID']);
  });
});

describe('signatures', () => {
  const images = { registries: ['registry.example.org'], signatures: 'enforce' as const };

  test('need somebody who signs', () => {
    expect(codes({ images })).toEqual(['POLICY_SIGNERS_MISSING']);
    expect(codes({ images }, { releases: { signers } })).toEqual([]);
  });

  test('need a place whose images are signed', () => {
    const nowhere = { signatures: 'enforce' as const };
    expect(codes({ images: nowhere }, { releases: { signers } })).toEqual(['POLICY_SIGNED_NOWHERE']);
  });

  test('make signers of use where nothing is served', () => {
    expect(codes({}, { releases: { signers } })).toEqual(['RELEASES_SERVING_MISSING']);
  });
});

describe('budgets', () => {
  test('may be required of every team', () => {
    expect(codes({ budgets: 'required' })).toEqual(['POLICY_BUDGET_MISSING', 'POLICY_BUDGET_MISSING']);
    const withBudgets = teams.map((team) => ({ ...team, budget: { usdPerMonth: 1_000 } }));
    expect(codes({ budgets: 'required' }, { teams: withBudgets })).toEqual([]);
  });
});

describe('bounds of egress', () => {
  const out = (to: string) => teams.map((team) => ({ ...team, egress: [{ to, because: 'licences' }] })).slice(0, 1);
  const egress = { within: ['203.0.113.0/24'] };

  test.each(['203.0.113.0/24', '203.0.113.128/25', '203.0.113.7/32'])('hold %s', (to) => {
    expect(codes({ egress }, { teams: out(to) })).toEqual([]);
  });

  test.each(['203.0.112.0/23', '198.51.100.0/24', '2001:db8::/48'])('do not hold %s', (to) => {
    expect(codes({ egress }, { teams: out(to) })).toEqual(['POLICY_EGRESS_OUTSIDE']);
  });

  test('are proper networks', () => {
    expect(codes({ egress: { within: ['203.0.113.7/24'] } })).toEqual(['POLICY_EGRESS_NETWORK']);
  });
});

describe('exceptions', () => {
  test.each([
    ['two of one name', [exception(), exception()], 'POLICY_EXCEPTION_REPEATED'],
    ['a team that there is not', [exception({ team: 'visio' })], 'POLICY_EXCEPTION_TEAM'],
    [
      'images where none are looked at',
      [exception({ policy: 'required-labels', images: ['quay.io/x/'] })],
      'POLICY_EXCEPTION_IMAGES',
    ],
  ])('%s is refused', (_, exceptions, code) => {
    expect(codes({ exceptions })).toEqual([code]);
  });

  test('whose day is over are told to whoever knows the day', () => {
    const { spec } = parsePlatform(policyPlatform({ exceptions: [exception({ until: '2027-03-31' })] }));
    expect(expiredExceptions(spec, '2027-03-31')).toEqual([]);
    expect(expiredExceptions(spec, '2027-04-01')).toMatchObject([
      { code: 'POLICY_EXCEPTION_OVER', level: 'warning', at: 'policy.exceptions[0].until' },
    ]);
    expect(expiredExceptions(parsePlatform(samplePlatform()).spec, '2027-04-01')).toEqual([]);
  });
});
