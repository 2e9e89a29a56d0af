import { beforeAll, describe, expect, test } from 'vitest';
import { allOf, before, stackOf, the } from '../recorded-stack.ts';
import { type Registered, UNKNOWN } from '../recording.ts';
import { onAzure, SUBSCRIPTION } from './azure-sample.ts';

const CREDENTIAL = 'azure-native:managedidentity:FederatedIdentityCredential';
const ACCOUNT = 'kubernetes:core/v1:ServiceAccount';

const withFabric = () => {
  const input = onAzure({ nodes: { min: 2, max: 2 } });
  return { ...input, teams: input.teams.map((team) => ({ ...team, fabric: 'allowed' as const })) };
};

describe('teams on Azure', () => {
  let run: readonly Registered[] = [];
  beforeAll(async () => {
    run = await stackOf(withFabric());
  });

  test('each have an identity that reads and writes their container, and nothing else', () => {
    const identity = the(run, 'azure-native:managedidentity:UserAssignedIdentity', 'atlas-prod-identity-team-vision');
    expect(identity.inputs).toMatchObject({ resourceName: 'atlas-prod-team-vision', resourceGroupName: 'atlas-prod' });
    const rights = allOf(run, 'azure-native:authorization:RoleAssignment').filter(
      ({ inputs }) => inputs['principalId'] === 'atlas-prod-identity-team-vision-principal',
    );
    expect(rights.map(({ inputs }) => inputs)).toEqual([
      {
        roleAssignmentName: expect.any(String),
        roleDefinitionId: `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/ba92f5b4-2d11-453d-a403-e96b0029c9fe`,
        scope: 'atlas-prod-storage-containers-vision-id',
        principalId: 'atlas-prod-identity-team-vision-principal',
        principalType: 'ServicePrincipal',
      },
    ]);
  });

  test('are known by the service accounts of each of their namespaces, made known one after another', () => {
    const first = the(run, CREDENTIAL, 'atlas-prod-identity-team-vision-vision');
    const second = the(run, CREDENTIAL, 'atlas-prod-identity-team-vision-vision-fabric');
    expect(first.inputs).toEqual({
      resourceGroupName: 'atlas-prod',
      resourceName: 'atlas-prod-team-vision',
      federatedIdentityCredentialResourceName: 'team-vision',
      issuer: 'https://issuer.example.org',
      subject: 'system:serviceaccount:vision:team',
      audiences: ['api://AzureADTokenExchange'],
    });
    expect(second.inputs['subject']).toBe('system:serviceaccount:vision-fabric:team');
    expect(before(run, second)).toContain(first.urn);
    expect(before(run, first)).not.toContain(second.urn);
  });

  test('get those accounts from the stack, with the client id on them and no token for the API', () => {
    for (const namespace of ['vision', 'vision-fabric']) {
      const account = the(run, ACCOUNT, `ServiceAccount:${namespace}/team`).inputs;
      expect(account).toMatchObject({
        metadata: {
          name: 'team',
          namespace,
          annotations: { 'azure.workload.identity/client-id': 'atlas-prod-identity-team-vision-client' },
        },
        automountServiceAccountToken: false,
      });
    }
  });

  test('have them under the same name before the client id is known', async () => {
    const preview = await stackOf(withFabric(), { preview: true });
    const { metadata } = the(preview, ACCOUNT, 'ServiceAccount:vision/team').inputs as {
      metadata: { annotations: object };
    };
    expect(metadata.annotations).toEqual({ 'azure.workload.identity/client-id': UNKNOWN });
  });
});
