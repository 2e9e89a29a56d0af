import { expect, test } from 'vitest';
import { withAccess } from '../../constructs/access/access-sample.ts';
import { allOf, stackOf } from '../recorded-stack.ts';

test('a stack makes up passwords that nobody has to know, and never the secret of a client at somebody’s issuer', async () => {
  const registry = { hosts: { external: 'registry.example.org', internal: 'registry.atlas.internal' } };
  const run = await stackOf({ ...withAccess('digitalocean', {}, { registry }), delivery: { kind: 'pulumi' } });
  const secrets = allOf(run, 'kubernetes:core/v1:Secret').map(({ name }) => name);
  expect(secrets).toContain('Secret:harbor/harbor-admin');
  expect(secrets.filter((name) => name.includes('sign-in'))).toEqual([]);
});
