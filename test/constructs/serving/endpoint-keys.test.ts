import { describe, expect, test } from 'vitest';
import { type Access, unprotectedRoutes } from '../../../constructs/access/index.ts';
import { objectsOf } from '../../sample.ts';
import { CLASSIC, LANGUAGE, objectsOfEndpoint, only, revision, servingOf, servingPlatform } from './serving-sample.ts';

describe('an endpoint with keys', () => {
  const keys = ['billing', 'till-7'];

  test('has a second host that asks for a key and nothing else; the first asks for a token as before', () => {
    const objects = objectsOfEndpoint({ ...CLASSIC, keys }, [revision(1, 90), revision(2, 10)]);
    const plain = objectsOfEndpoint(CLASSIC, [revision(1, 90), revision(2, 10)]);
    for (const kind of ['HTTPRoute', 'SecurityPolicy'])
      expect(only(objects, kind, 'defects')).toEqual(only(plain, kind, 'defects'));
    const route = only(objects, 'HTTPRoute', 'defects-keys');
    const { rules } = only(objects, 'HTTPRoute', 'defects').spec as { readonly rules: object[] };
    expect(route.spec).toMatchObject({ hostnames: ['defects-keys-vision.ml.example.org'], rules });
    expect(only(objects, 'SecurityPolicy', 'defects-keys').spec).toEqual({
      targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', name: 'defects-keys' }],
      apiKeyAuth: {
        credentialRefs: keys.map((holder) => ({ group: '', kind: 'Secret', name: `defects-key.${holder}` })),
        extractFrom: [{ headers: ['Authorization', 'x-api-key'] }],
        forwardClientIDHeader: 'x-plinth-user',
        sanitize: true,
      },
      authorization: { defaultAction: 'Allow' },
    });
    expect(unprotectedRoutes(objects)).toEqual([]);
  });

  test('has none of it without keys', () => {
    const objects = objectsOfEndpoint(CLASSIC, [revision(1, 100)]);
    expect(JSON.stringify(objects)).not.toContain('-keys');
  });

  test('counts the tokens of each holder, and those of the team together', () => {
    const objects = objectsOfEndpoint({ ...LANGUAGE, keys, tokensPerMinute: 9_000 }, [
      revision(2, 80),
      revision(3, 20),
    ]);
    const selectors = (name: string) => JSON.stringify(only(objects, 'BackendTrafficPolicy', name).spec);
    expect(selectors('chat')).not.toContain('clientSelectors');
    expect(selectors('chat-keys')).toContain(
      '"clientSelectors":[{"headers":[{"name":"x-plinth-user","type":"Distinct"}]}]',
    );
    expect(only(objects, 'AIGatewayRoute', 'chat-keys').spec).toMatchObject({
      hostnames: ['chat-keys-vision.ml.example.org'],
      llmRequestCosts: [{ metadataKey: 'plinth_tokens' }],
    });
    expect(objects.filter(({ kind }) => kind === 'AIServiceBackend')).toHaveLength(2);
  });

  test('has a key for each holder where its servers run, made up where a store’s operator is, and listed where none is', () => {
    const wide = { ...LANGUAGE, keys, nodes: 2, accelerators: 8, replicas: { min: 1, max: 1 } };
    const { external } = servingOf(servingPlatform([wide])).place('vision', 'train-h100').access as Access;
    expect(external.filter(({ name }) => name.startsWith('chat-key.'))).toEqual([
      expect.objectContaining({
        kind: 'Secret',
        name: 'chat-key.billing',
        namespace: 'vision-fabric',
        keys: ['billing'],
      }),
      expect.objectContaining({
        kind: 'Secret',
        name: 'chat-key.till-7',
        namespace: 'vision-fabric',
        keys: ['till-7'],
      }),
    ]);
    const access = {
      ...servingPlatform().access,
      secrets: { kind: 'vault', server: 'https://vault.example.org:8200' },
    };
    const made = objectsOf(servingPlatform([wide], { access } as never), 'ExternalSecret');
    expect(only(made, 'ExternalSecret', 'chat-key.till-7')).toMatchObject({
      metadata: { namespace: 'vision-fabric' },
      spec: { refreshPolicy: 'CreatedOnce', dataFrom: [{ sourceRef: { generatorRef: { kind: 'Password' } } }] },
    });
  });

  test('of one team is opened by no key of another', () => {
    const secrets = ['vision', 'speech'].map((team) => {
      const objects = objectsOfEndpoint({ ...CLASSIC, keys, team }, [revision(1, 100)]);
      const { metadata, spec } = only(objects, 'SecurityPolicy', 'defects-keys');
      const { credentialRefs } = (spec as { apiKeyAuth: { credentialRefs: { name: string; namespace?: string }[] } })
        .apiKeyAuth;
      return credentialRefs.map(({ name, namespace = metadata.namespace }) => `${namespace}/${name}`);
    });
    expect(secrets[0]?.filter((secret) => secrets[1]?.includes(secret))).toEqual([]);
  });

  test('lets pods of every team out to the gateway: a key may be anybody’s', () => {
    const paths = (change: object) =>
      objectsOf(servingPlatform([{ ...CLASSIC, ...change }]), 'NetworkPolicy')
        .filter(({ metadata }) => metadata.name === 'allow-endpoints')
        .map(({ metadata }) => metadata.namespace);
    expect(paths({})).not.toContain('speech');
    expect(paths({ keys })).toContain('speech');
  });
});
