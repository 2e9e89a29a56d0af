import { expect, test } from 'vitest';
import { ACCESS, withAccess } from '../../constructs/access/access-sample.ts';
import { stackOf, the } from '../recorded-stack.ts';

test('the way in on Google Cloud changes one zone, and reads secrets whose names begin with the platform’s', async () => {
  const run = await stackOf({
    ...withAccess('gcp', { ...ACCESS, dns: { zone: 'example.org', id: 'zone' } }),
    delivery: { kind: 'pulumi' },
  });
  const zone = the(run, 'gcp:dns/dnsManagedZoneIamMember:DnsManagedZoneIamMember').inputs;
  expect(zone).toMatchObject({ managedZone: 'zone', role: 'roles/dns.admin' });
  expect(zone['member']).toMatch(/\/subject\/ns\/plinth-dns\/sa\/external-dns$/);
  const secrets = the(run, 'gcp:projects/iAMMember:IAMMember', 'atlas-prod-identity-access-secrets').inputs;
  expect(secrets).toMatchObject({ role: 'roles/secretmanager.secretAccessor' });
  expect((secrets['condition'] as { expression: string }).expression).toContain('/secrets/atlas-prod_');
});
