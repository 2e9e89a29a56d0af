import { describe, expect, test } from 'vitest';
import { unprotectedRoutes } from '../../../constructs/access/index.ts';
import type { KubernetesObject } from '../../../constructs/core/index.ts';
import { deliveryFiles } from '../../../constructs/delivery/index.ts';
import { reachability } from '../../../constructs/tenancy/index.ts';
import type { PlatformInput } from '../../../spec/platform.ts';
import { TARGET_KINDS, type TargetKind } from '../../../spec/target.ts';
import { deliveredObjects, undefinedGroups } from '../../../stacks/delivered-objects.ts';
import { objectOf, rendered } from '../../sample.ts';
import { ACCESS, withAccess } from './access-sample.ts';

const ZONE = { zone: 'example.org', id: 'Z0123456789' };
const BY_ACME = { kind: 'acme', email: 'platform@example.org' } as const;

function addOns(input: PlatformInput): string[] {
  return rendered(input).platform.access?.addOns.map(({ component }) => component.name) ?? [];
}

function values(input: PlatformInput, name: string): Record<string, unknown> {
  const { platform } = rendered(input);
  const addOn = platform.addOns.find(({ component }) => component.name === name);
  if (addOn === undefined) throw new Error(`${name} is not installed`);
  return addOn.values as Record<string, unknown>;
}

function specOf(object: KubernetesObject): Record<string, unknown> {
  return object['spec'] as Record<string, unknown>;
}

describe('access', () => {
  test.each(TARGET_KINDS)('on %s leaves no way in on which nobody is asked, and no way between teams', (kind) => {
    const objects = rendered(withAccess(kind)).manifests.map(({ object }) => object);
    expect(unprotectedRoutes(objects)).toEqual([]);
    expect(reachability(objects).reaches).toEqual([]);
  });

  test('installs what the spec asks for', () => {
    const always = ['gateway-api', 'envoy-gateway-crds', 'envoy-gateway', 'cert-manager'];
    expect(addOns(withAccess('existing'))).toEqual(always);
    expect(addOns(withAccess('aws'))).toEqual([...always, 'external-secrets']);
    expect(addOns(withAccess('aws', { dns: ZONE }))).toEqual([...always, 'external-secrets', 'external-dns']);
    expect(addOns(withAccess('existing', { signIn: { kind: 'dex', connector: 'ldap' } }))).toEqual([...always, 'dex']);
    expect(addOns(withAccess('existing', { signIn: { kind: 'keycloak' } }))).toEqual(always);
  });

  test('has one owner of the definitions of Gateway API', () => {
    expect(values(withAccess('aws'), 'envoy-gateway')).toMatchObject({ crds: { enabled: false } });
    expect(values(withAccess('aws'), 'envoy-gateway-crds')).toEqual({
      crds: { gatewayAPI: { enabled: false }, envoyGateway: { enabled: true } },
    });
  });

  test('keeps certificates when cert-manager goes', () => {
    expect(values(withAccess('aws'), 'cert-manager')).toMatchObject({ crds: { enabled: true, keep: true } });
  });

  test('closes every namespace of its own at the restricted level', () => {
    const names = ['plinth-gateway', 'envoy-gateway-system', 'cert-manager', 'external-secrets', 'plinth-dns'];
    for (const name of names)
      expect(objectOf(withAccess('aws', { dns: ZONE }), 'Namespace', name).metadata.labels).toMatchObject({
        'pod-security.kubernetes.io/enforce': 'restricted',
      });
  });
});

describe('the gateway', () => {
  const gateway = (input: PlatformInput) => objectOf(input, 'Gateway', 'plinth', 'plinth-gateway');

  test('takes HTTPS for the domain, and sends plain HTTP on', () => {
    expect(specOf(gateway(withAccess('aws')))).toEqual({
      gatewayClassName: 'plinth',
      listeners: [
        { name: 'http', port: 80, protocol: 'HTTP', allowedRoutes: { namespaces: { from: 'Same' } } },
        {
          name: 'domain',
          hostname: '*.ml.example.org',
          port: 443,
          protocol: 'HTTPS',
          tls: { mode: 'Terminate', certificateRefs: [{ name: 'domain-tls' }] },
          allowedRoutes: {
            namespaces: {
              from: 'Selector',
              selector: { matchLabels: { 'app.kubernetes.io/managed-by': 'plinth' } },
            },
          },
        },
      ],
    });
    const redirect = objectOf(withAccess('aws'), 'HTTPRoute', 'to-https', 'plinth-gateway');
    expect(specOf(redirect)['rules']).toEqual([
      { filters: [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https', statusCode: 301 } }] },
    ]);
  });

  test('refuses what has no policy of its own, old TLS, and a caller’s own word for who he is', () => {
    expect(specOf(objectOf(withAccess('aws'), 'SecurityPolicy', 'closed', 'plinth-gateway'))).toEqual({
      targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'plinth' }],
      authorization: { defaultAction: 'Deny' },
    });
    expect(specOf(objectOf(withAccess('aws'), 'ClientTrafficPolicy', 'plinth', 'plinth-gateway'))).toMatchObject({
      tls: { minVersion: '1.2' },
      headers: { earlyRequestHeaders: { remove: ['x-plinth-user'] } },
    });
  });

  test.each<[TargetKind, 'private' | 'internet', Record<string, string>]>([
    [
      'aws',
      'private',
      {
        'service.beta.kubernetes.io/aws-load-balancer-type': 'nlb',
        'service.beta.kubernetes.io/aws-load-balancer-internal': 'true',
      },
    ],
    ['aws', 'internet', { 'service.beta.kubernetes.io/aws-load-balancer-type': 'nlb' }],
    ['gcp', 'private', { 'networking.gke.io/load-balancer-type': 'Internal' }],
    ['gcp', 'internet', {}],
    ['azure', 'private', { 'service.beta.kubernetes.io/azure-load-balancer-internal': 'true' }],
    ['digitalocean', 'private', { 'service.beta.kubernetes.io/do-loadbalancer-network': 'INTERNAL' }],
    ['existing', 'private', {}],
  ])('has on %s (%s) a load balancer with %j', (kind, exposure, annotations) => {
    const proxies = objectOf(withAccess(kind, { exposure }), 'EnvoyProxy', 'plinth', 'plinth-gateway');
    expect(specOf(proxies)).toMatchObject({
      provider: { kubernetes: { envoyDeployment: { replicas: 2 }, envoyPDB: { minAvailable: 1 } } },
    });
    const service = (specOf(proxies) as { provider: { kubernetes: { envoyService: { annotations?: object } } } })
      .provider.kubernetes.envoyService;
    expect(service.annotations ?? {}).toEqual(annotations);
  });
});

describe('records', () => {
  test('are written for the gateway’s routes, in one zone, in the name of this cluster', () => {
    expect(values(withAccess('aws', { dns: ZONE }), 'external-dns')).toMatchObject({
      provider: { name: 'aws' },
      sources: ['gateway-httproute'],
      domainFilters: ['example.org'],
      txtOwnerId: 'atlas-prod',
      policy: 'sync',
      extraArgs: ['--gateway-name=plinth', '--zone-id-filter=Z0123456789'],
    });
  });

  test('need credentials where pods have no identity, and the same ones at the issuer of certificates', () => {
    const { platform } = rendered(withAccess('digitalocean', { certificates: BY_ACME, dns: ZONE }));
    const secrets = platform.access?.external.filter(({ name }) => name === 'dns-credentials');
    expect(secrets?.map(({ keys, namespace }) => [namespace, keys])).toEqual([
      ['cert-manager', ['access-token']],
      ['plinth-dns', ['access-token']],
    ]);
  });
});

describe('an issuer of the platform’s own', () => {
  test('is Dex, with the directory’s settings from a Secret and every address at which people are handed back', () => {
    const input = withAccess('aws', { signIn: { kind: 'dex', connector: 'ldap' } });
    const { config } = values(input, 'dex') as { config: Record<string, unknown> };
    expect(config).toMatchObject({
      issuer: 'https://sign-in.ml.example.org',
      staticClients: [
        { id: 'plinth', secretEnv: 'CLIENT_SECRET', redirectURIs: ['https://argocd.ml.example.org/auth/callback'] },
      ],
      connectors: [{ type: 'ldap', config: { host: '$LDAP_HOST', userSearch: { baseDN: '$LDAP_USERS' } } }],
    });
    const wanted = specOf(objectOf(input, 'ExternalSecret', 'dex-connector', 'plinth-sign-in'))['data'];
    expect((wanted as { secretKey: string }[]).map(({ secretKey }) => secretKey)).toContain('LDAP_BIND_PASSWORD');
  });

  test('is Keycloak, with the groups of teams and no administration from outside', () => {
    const input = withAccess('aws', { signIn: { kind: 'keycloak' } });
    const realm = objectOf(input, 'ConfigMap', 'keycloak-realm', 'plinth-sign-in')['data'] as Record<string, string>;
    expect(JSON.parse(realm['plinth.json'] ?? '')).toMatchObject({
      groups: [{ name: 'platform' }, { name: 'vision' }],
      clients: [{ clientId: 'plinth', redirectUris: ['https://argocd.ml.example.org/auth/callback'] }],
    });
    const { rules } = specOf(objectOf(input, 'HTTPRoute', 'sign-in', 'plinth-gateway')) as {
      rules: { matches: { path: { value: string } }[] }[];
    };
    expect(rules[0]?.matches.map(({ path }) => path.value)).toEqual(['/realms/plinth/', '/resources/']);
  });
});

describe('Argo CD', () => {
  const settings = (access: PlatformInput['access']) =>
    values({ ...withAccess('existing'), access }, 'argo-cd') as {
      dex: object;
      configs: { cm: Record<string, string>; rbac?: Record<string, string> };
    };

  test('signs people in at the same issuer, with rights by group', () => {
    const { configs, dex } = settings(ACCESS);
    expect(dex).toEqual({ enabled: false });
    expect(configs.cm['url']).toBe('https://argocd.ml.example.org');
    expect(JSON.parse(configs.cm['oidc.config'] ?? '')).toMatchObject({
      issuer: 'https://idp.example.org/realms/ml',
      clientID: 'plinth',
      clientSecret: '$argocd-sign-in:client-secret',
    });
    expect(configs.rbac).toEqual({
      'policy.default': '',
      'policy.csv': [
        'p, role:plinth-team, applications, get, atlas/*, allow',
        'p, role:plinth-team, projects, get, atlas, allow',
        'g, vision, role:plinth-team',
        'g, platform, role:admin',
        '',
      ].join('\n'),
      scopes: '[groups]',
    });
  });

  test('lets nobody in without a way in', () => {
    const { configs } = settings(undefined);
    expect(configs.cm['oidc.config']).toBeUndefined();
    expect(configs.rbac).toBeUndefined();
  });
});

describe('delivery', () => {
  const FLUX = { kind: 'flux', repository: 'https://git.example.org/lab.git', path: 'clusters/lab' } as const;
  const dex = { signIn: { kind: 'dex', connector: 'ldap' } } as const;

  test('by Flux brings what needs secrets after the secrets, and waits for releases alone', () => {
    const files = deliveryFiles(rendered(withAccess('aws', dex, { delivery: FLUX })).platform);
    expect(files.has('flux/platform-add-ons/dex.yaml')).toBe(true);
    expect(files.has('flux/add-ons/envoy-gateway.yaml')).toBe(true);
    const step = (name: string) => files.get(`flux/${name}.yaml`)?.[0]?.['spec'];
    expect(step('21-add-ons')).toMatchObject({ dependsOn: [{ name: 'atlas-20-platform' }] });
    expect(step('30-tenants')).toMatchObject({ dependsOn: [{ name: 'atlas-21-add-ons' }] });
    const [, definitions] = files.get('flux/add-ons/envoy-gateway-crds.yaml') ?? [];
    expect(definitions?.['spec']).not.toHaveProperty('dependsOn');
    const [, controller] = files.get('flux/add-ons/envoy-gateway.yaml') ?? [];
    expect(controller?.['spec']).toMatchObject({ dependsOn: [{ name: 'envoy-gateway-crds' }] });
  });

  test('by a stack that begins Argo CD brings nothing that needs the gateway’s definitions', () => {
    const { platform } = rendered(withAccess('aws'));
    const groups = undefinedGroups(deliveredObjects(platform, 'argocd'));
    expect(groups).toEqual(['argoproj.io']);
  });
});

describe('the network of the proxies', () => {
  test('reaches DNS, the controller and an outside issuer, but no credentials', () => {
    const rule = specOf(objectOf(withAccess('aws'), 'NetworkPolicy', 'proxy-needs', 'envoy-gateway-system'));
    const last = (rule['egress'] as object[]).at(-1);
    expect(last).toMatchObject({ ports: [{ port: 443 }] });
    expect(JSON.stringify(last)).toContain('169.254.169.254/32');
  });

  test('reaches an issuer of the platform’s own by the rule of its route, and the internet not at all', () => {
    const input = withAccess('aws', { signIn: { kind: 'keycloak' } });
    const needs = specOf(objectOf(input, 'NetworkPolicy', 'proxy-needs', 'envoy-gateway-system'));
    expect(JSON.stringify(needs)).not.toContain('0.0.0.0/0');
    expect(specOf(objectOf(input, 'NetworkPolicy', 'to-sign-in', 'envoy-gateway-system'))['egress']).toEqual([
      {
        to: [
          {
            namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'plinth-sign-in' } },
            podSelector: { matchLabels: { app: 'keycloak' } },
          },
        ],
        ports: [{ protocol: 'TCP', port: 8080 }],
      },
    ]);
  });
});
