import { describe, expect, test } from 'vitest';
import type { KubernetesObject } from '../../../constructs/core/index.ts';
import { parsePlatform } from '../../../spec/parse-platform.ts';
import type { PlatformInput } from '../../../spec/platform.ts';
import { TARGET_KINDS, type TargetKind } from '../../../spec/target.ts';
import { targetFacts } from '../../../stacks/facts.ts';
import { objectOf, objectsOf, rendered } from '../../sample.ts';
import { ACCESS, withAccess } from './access-sample.ts';

function specOf(object: KubernetesObject): Record<string, unknown> {
  return object['spec'] as Record<string, unknown>;
}

function values(input: PlatformInput, name: string): unknown {
  const addOn = rendered(input).platform.addOns.find(({ component }) => component.name === name);
  return addOn?.values;
}

const ZONE = { zone: 'example.org', id: 'Z0123456789' };

describe('secrets', () => {
  test('come from the store of the cloud', () => {
    const client = specOf(objectOf(withAccess('gcp'), 'ExternalSecret', 'sign-in-client', 'plinth-gateway'));
    expect(client).toMatchObject({
      secretStoreRef: { kind: 'ClusterSecretStore', name: 'plinth' },
      data: [
        {
          secretKey: 'client-secret',
          remoteRef: { key: 'atlas-prod_sign-in-client', property: 'client-secret' },
        },
      ],
    });
  });

  test.each<[TargetKind, PlatformInput['access'], object]>([
    ['aws', ACCESS, { aws: { service: 'SecretsManager', region: 'eu-west-1' } }],
    ['gcp', ACCESS, { gcpsm: { projectID: 'atlas-prod' } }],
    [
      'existing',
      { ...ACCESS, secrets: { kind: 'vault', server: 'https://vault.example.org:8200' } },
      {
        vault: {
          server: 'https://vault.example.org:8200',
          path: 'plinth',
          version: 'v2',
          auth: {
            kubernetes: {
              mountPath: 'kubernetes',
              role: 'plinth',
              serviceAccountRef: { name: 'external-secrets', namespace: 'external-secrets' },
            },
          },
        },
      },
    ],
  ])('are read on %s with the identity of the controller', (kind, access, provider) => {
    const store = specOf(objectOf(withAccess(kind, access), 'ClusterSecretStore', 'plinth'));
    expect(store['provider']).toEqual(provider);
    expect(store['conditions']).toEqual([
      { namespaceSelector: { matchLabels: { 'app.kubernetes.io/managed-by': 'plinth' } } },
    ]);
  });

  test('are their owner’s to bring where there is no store', () => {
    const { manifests, platform } = rendered(withAccess('existing'));
    expect(manifests.filter(({ object }) => object.kind === 'ExternalSecret')).toEqual([]);
    expect(platform.access?.external).toContainEqual({
      apiVersion: 'v1',
      kind: 'Secret',
      name: 'sign-in-client',
      namespace: 'plinth-gateway',
      keys: ['client-secret'],
      given: true,
      purpose: 'secret of the client plinth at https://idp.example.org/realms/ml',
      source: 'sign-in-client',
    });
  });

  test('are never values in a manifest', () => {
    for (const kind of TARGET_KINDS) expect(objectsOf(withAccess(kind), 'Secret')).toEqual([]);
  });

  test('have service accounts of the stack on Azure', () => {
    const { external } = targetFacts(parsePlatform(withAccess('azure', { dns: ZONE })).spec);
    const accounts = external.filter(({ kind, name }) => kind === 'ServiceAccount' && name !== 'team');
    expect(accounts?.map(({ name }) => name)).toEqual(['cert-manager', 'external-dns', 'external-secrets']);
    expect(values(withAccess('azure'), 'external-secrets')).toMatchObject({ serviceAccount: { create: false } });
    expect(values(withAccess('aws'), 'external-secrets')).toMatchObject({ serviceAccount: { create: true } });
  });
});
