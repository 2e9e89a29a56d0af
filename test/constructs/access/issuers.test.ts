import { describe, expect, test } from 'vitest';
import type { KubernetesObject } from '../../../constructs/core/index.ts';
import type { PlatformInput } from '../../../spec/platform.ts';
import type { TargetKind } from '../../../spec/target.ts';
import { objectOf, objectsOf } from '../../sample.ts';
import { withAccess } from './access-sample.ts';

function specOf(object: KubernetesObject): Record<string, unknown> {
  return object['spec'] as Record<string, unknown>;
}

const ZONE = { zone: 'example.org', id: 'Z0123456789' };
const BY_ACME = { kind: 'acme', email: 'platform@example.org' } as const;

describe('certificates', () => {
  const issuerOf = (input: PlatformInput) =>
    specOf(objectOf(input, 'Certificate', 'domain-tls', 'plinth-gateway'))['issuerRef'];
  const issuers = (input: PlatformInput) => objectsOf(input, 'ClusterIssuer').map(({ metadata }) => metadata.name);

  test('come from where the spec says', () => {
    expect(issuerOf(withAccess('aws'))).toEqual({ kind: 'ClusterIssuer', name: 'plinth-private' });
    expect(issuers(withAccess('aws'))).toEqual(['plinth-private', 'plinth-self-signed']);
    const company = withAccess('aws', { certificates: { kind: 'issuer', name: 'company-ca' } });
    expect(issuerOf(company)).toEqual({ kind: 'ClusterIssuer', name: 'company-ca' });
    expect(issuers(company)).toEqual([]);
    const acme = withAccess('aws', { certificates: BY_ACME, dns: ZONE });
    expect(issuerOf(acme)).toEqual({ kind: 'ClusterIssuer', name: 'plinth-acme' });
    expect(issuers(acme)).toEqual(['plinth-acme']);
  });

  test.each<[TargetKind, object, object]>([
    ['aws', ZONE, { route53: { region: 'eu-west-1', hostedZoneID: 'Z0123456789' } }],
    ['gcp', { ...ZONE, id: 'zone' }, { cloudDNS: { project: 'atlas-prod', hostedZoneName: 'zone' } }],
    [
      'azure',
      { ...ZONE, id: 'dns' },
      {
        azureDNS: {
          subscriptionID: '00000000-0000-4000-8000-000000000001',
          resourceGroupName: 'dns',
          hostedZoneName: 'example.org',
        },
      },
    ],
    ['digitalocean', ZONE, { digitalocean: { tokenSecretRef: { name: 'dns-credentials', key: 'access-token' } } }],
    [
      'existing',
      { zone: 'example.org', server: 'ns1.example.org' },
      {
        rfc2136: {
          nameserver: 'ns1.example.org',
          tsigKeyName: 'plinth',
          tsigAlgorithm: 'HMACSHA256',
          tsigSecretSecretRef: { name: 'dns-credentials', key: 'tsig-secret' },
        },
      },
    ],
  ])('are proved on %s by a record', (kind, dns, dns01) => {
    const input = withAccess(kind, { certificates: BY_ACME, dns: dns as typeof ZONE });
    const { acme } = specOf(objectOf(input, 'ClusterIssuer', 'plinth-acme')) as { acme: { solvers: object[] } };
    expect(acme.solvers).toEqual([{ selector: { dnsZones: ['example.org'] }, dns01 }]);
  });
});
