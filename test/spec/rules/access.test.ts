import { describe, expect, test } from 'vitest';
import type { PlatformInput } from '../../../spec/platform.ts';
import type { TargetKind } from '../../../spec/target.ts';
import { codesOf } from '../../sample.ts';
import { platformOn, team } from '../findings-of.ts';

type AccessInput = NonNullable<PlatformInput['access']>;

const ACCESS: AccessInput = {
  domain: 'ml.example.org',
  signIn: { kind: 'oidc', issuer: 'https://idp.example.org/realms/ml' },
  admins: ['oidc:platform'],
};
const HOSTS = { external: 'registry.example.org', internal: 'registry.atlas.internal' };
const BY_ACME = { kind: 'acme', email: 'platform@example.org' } as const;
const ZONE = { zone: 'example.org', id: 'Z0123456789' };

function codes(kind: TargetKind, change: Partial<AccessInput>, more: Partial<PlatformInput> = {}): string[] {
  const target = kind === 'baremetal' ? { target: { loadBalancers: '10.40.200.0/24' } } : {};
  const input = { ...platformOn(kind, target), ...more, access: { ...ACCESS, ...change } };
  return codesOf(input).filter((code) => code.startsWith('ACCESS_'));
}

describe('a way in', () => {
  test.each<TargetKind>(['aws', 'gcp', 'azure', 'digitalocean', 'baremetal', 'existing'])(
    'without anything special is right on %s',
    (kind) => {
      expect(codes(kind, {})).toEqual([]);
    },
  );

  test.each<[string, Partial<PlatformInput>]>([
    ['a registry', { registry: { hosts: HOSTS } }],
    ['served models', { serving: {} }],
  ])('is missed by %s', (_, more) => {
    expect(codesOf({ ...platformOn('aws'), ...more })).toContain('ACCESS_MISSING');
    expect(codes('aws', {}, more)).toEqual([]);
  });

  test.each([
    ['gcp', { dns: { zone: 'example.org' } }, ['ACCESS_DNS_ID']],
    ['gcp', { dns: ZONE }, []],
    ['digitalocean', { dns: { zone: 'example.org' } }, []],
    ['existing', { dns: { zone: 'example.org' } }, ['ACCESS_DNS_SERVER']],
    ['existing', { dns: { zone: 'example.org', server: 'ns1.example.org' } }, []],
    ['aws', { dns: { zone: 'example.com', id: 'Z1' } }, ['ACCESS_DNS_ZONE']],
    ['aws', { certificates: BY_ACME }, ['ACCESS_ACME_DNS']],
    ['aws', { certificates: BY_ACME, dns: ZONE }, []],
    ['digitalocean', { secrets: { kind: 'cloud' } }, ['ACCESS_SECRETS_TARGET']],
    ['azure', { secrets: { kind: 'cloud' } }, []],
    ['existing', { exposure: 'internet' }, ['ACCESS_EXPOSURE_YOURS']],
    ['aws', { exposure: 'internet' }, []],
    ['aws', { admins: [] }, ['ACCESS_ADMINS_NONE']],
    ['aws', { admins: ['system:masters'] }, ['ACCESS_GROUP_SYSTEM']],
    ['aws', { admins: ['vision'] }, ['ACCESS_GROUP_PREFIX', 'ACCESS_GROUP_AMBIGUOUS']],
    ['azure', { admins: ['0f3a'] }, []],
    ['aws', { signIn: { kind: 'oidc', issuer: 'https://idp.example.org' } }, ['ACCESS_KEYS_UNKNOWN']],
    ['aws', { signIn: { kind: 'oidc', issuer: 'https://idp.example.org', keys: 'https://idp.example.org/k' } }, []],
    ['aws', { signIn: { kind: 'keycloak' } }, ['ACCESS_ISSUER_UNTRUSTED']],
    ['aws', { signIn: { kind: 'keycloak' }, certificates: { kind: 'issuer', name: 'company-ca' } }, []],
    [
      'aws',
      { signIn: { kind: 'dex', connector: 'google' }, certificates: { kind: 'issuer', name: 'company-ca' } },
      ['ACCESS_DEX_GROUPS'],
    ],
  ] as [TargetKind, Partial<AccessInput>, string[]][])('on %s with %j yields %j', (kind, change, expected) => {
    expect(codes(kind, change).sort()).toEqual([...expected].sort());
  });

  test('needs addresses for load balancers on machines of one’s own', () => {
    const codesOn = (loadBalancers?: string) =>
      codesOf({ ...platformOn('baremetal', { target: { loadBalancers } }), access: ACCESS });
    expect(codesOn()).toContain('ACCESS_NO_ADDRESS');
    expect(codesOn('10.40.200.0/24')).not.toContain('ACCESS_NO_ADDRESS');
  });

  test('has each host once', () => {
    const twice = (hosts: Partial<typeof HOSTS>) => codes('aws', {}, { registry: { hosts: { ...HOSTS, ...hosts } } });
    expect(twice({})).toEqual([]);
    expect(twice({ internal: 'argocd.ml.example.org' })).toEqual(['ACCESS_HOST_TWICE']);
    expect(twice({ external: 'sign-in.ml.example.org' })).toEqual(['ACCESS_HOST_TWICE']);
  });

  test('says which host no public authority gives a certificate for', () => {
    const of = (internal: string) =>
      codes('aws', { certificates: BY_ACME, dns: ZONE }, { registry: { hosts: { ...HOSTS, internal } } });
    expect(of('registry.atlas.internal')).toEqual(['ACCESS_HOST_PRIVATE']);
    expect(of('inside.example.org')).toEqual([]);
  });

  test('refuses one group that is written in two ways', () => {
    const teams = [team(), team({ name: 'speech', groups: ['vision'] })];
    expect(codes('azure', {}, { teams })).toEqual(['ACCESS_GROUP_AMBIGUOUS']);
    expect(codes('azure', {}, { teams: [team(), team({ name: 'speech' })] })).toEqual([]);
  });
});
