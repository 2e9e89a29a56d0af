import { describe, expect, test } from 'vitest';
import type { PlatformInput } from '../../../spec/platform.ts';
import { ACCESS } from '../../constructs/access/access-sample.ts';
import { allOf, stackOf, the } from '../recorded-stack.ts';
import { onAws, statements } from './aws-sample.ts';

const ROLE_POLICY = 'aws:iam/rolePolicy:RolePolicy';
const ZONE = 'arn:aws:route53:::hostedzone/Z0123456789';
const WITH_DNS = {
  ...ACCESS,
  dns: { zone: 'example.org', id: 'Z0123456789' },
  certificates: { kind: 'acme', email: 'platform@example.org' },
} as const;

const on = (access: PlatformInput['access']) => stackOf({ ...onAws(), access });

describe('the way in on AWS', () => {
  test('reads secrets of this platform, and no other', async () => {
    const policy = the(await on(ACCESS), ROLE_POLICY, 'atlas-prod-access-secrets').inputs['policy'];
    expect(statements(policy)).toEqual([
      {
        Effect: 'Allow',
        Action: ['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue'],
        Resource: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:atlas-prod/*',
      },
    ]);
  });

  test('changes records of one zone, and proves with TXT records alone that it is ours', async () => {
    const run = await on(WITH_DNS);
    const [change] = statements(the(run, ROLE_POLICY, 'atlas-prod-access-dns').inputs['policy']);
    expect(change?.Resource).toBe(ZONE);
    const [proof] = statements(the(run, ROLE_POLICY, 'atlas-prod-access-certificates').inputs['policy']);
    expect(proof).toMatchObject({
      Resource: ZONE,
      Condition: { 'ForAllValues:StringEquals': { 'route53:ChangeResourceRecordSetsRecordTypes': ['TXT'] } },
    });
  });

  test('lets the API server take tokens of an outside issuer, with prefixes, and of none in the cluster', async () => {
    const type = 'aws:eks/identityProviderConfig:IdentityProviderConfig';
    expect(the(await on(ACCESS), type).inputs).toMatchObject({
      oidc: {
        issuerUrl: 'https://idp.example.org/realms/ml',
        clientId: 'plinth',
        usernamePrefix: 'oidc:',
        groupsPrefix: 'oidc:',
      },
    });
    expect(allOf(await on({ ...ACCESS, signIn: { kind: 'keycloak' } }), type)).toEqual([]);
  });

  test('has no rights where the spec has no way in', async () => {
    const names = allOf(await stackOf(onAws()), ROLE_POLICY).map(({ name }) => name);
    expect(names.filter((name) => name.includes('-access-'))).toEqual([]);
  });
});
