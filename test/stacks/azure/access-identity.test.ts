import { expect, test } from 'vitest';
import { ACCESS, withAccess } from '../../constructs/access/access-sample.ts';
import { allOf, stackOf, the } from '../recorded-stack.ts';

test('the way in on Azure has a vault of its own, rights on it and on one zone, and accounts that carry its identities', async () => {
  const run = await stackOf({
    ...withAccess('azure', { ...ACCESS, dns: { zone: 'example.org', id: 'dns' } }),
    delivery: { kind: 'pulumi' },
  });
  expect(the(run, 'azure-native:keyvault:Vault').inputs).toMatchObject({
    properties: { enableRbacAuthorization: true, enablePurgeProtection: true },
  });
  const rights = allOf(run, 'azure-native:authorization:RoleAssignment').filter(({ name }) =>
    name.includes('-access-'),
  );
  expect(rights.map(({ name }) => name).sort()).toEqual([
    'atlas-prod-identity-access-dns',
    'atlas-prod-identity-access-secrets',
  ]);
  const accounts = allOf(run, 'kubernetes:core/v1:ServiceAccount').map(({ name }) => name);
  expect(accounts).toEqual(
    expect.arrayContaining([
      'ServiceAccount:cert-manager/cert-manager',
      'ServiceAccount:external-secrets/external-secrets',
      'ServiceAccount:plinth-dns/external-dns',
    ]),
  );
});
