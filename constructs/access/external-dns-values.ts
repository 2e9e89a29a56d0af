import type { AccessSpec } from '../../spec/access.ts';
import { ACCESS_ACCOUNTS, DNS_CONFIG } from '../../spec/access-identity.ts';
import type { AccessFacts, DnsFacts } from '../../spec/facts.ts';
import { DNS_CREDENTIALS } from './dns-credentials.ts';
import type { AccessGateway } from './way-in.ts';

/** Values of the external-dns chart that Plinth sets. */
export interface ExternalDnsValues {
  readonly provider: { readonly name: DnsFacts['provider'] };
  readonly sources: readonly string[];
  readonly gatewayNamespace: string;
  readonly policy: 'sync';
  readonly registry: 'txt';
  readonly txtOwnerId: string;
  readonly txtPrefix: string;
  readonly domainFilters: readonly string[];
  readonly managedRecordTypes: readonly string[];
  readonly podLabels: Readonly<Record<string, string>>;
  readonly serviceAccount: { readonly create: boolean; readonly name: string };
  readonly env: readonly object[];
  readonly extraArgs: readonly string[];
  readonly extraVolumes: readonly object[];
  readonly extraVolumeMounts: readonly object[];
}

/** What the values are made from. */
export interface ExternalDnsSetting {
  /** Name of the cluster: owner of the records. */
  readonly cluster: string;
  /** The zone. */
  readonly dns: NonNullable<AccessSpec['dns']>;
  /** What the place says; with a `dns`. */
  readonly facts: AccessFacts;
  /** The gateway whose routes get records. */
  readonly gateway: AccessGateway;
  /** Whether some routes pass connections through; known to external-dns from 0.22 on in the form that is served. */
  readonly passing: boolean;
}

/** Records of the gateway's routes only, in one zone only, and none that another cluster made. */
export function externalDnsValues({ cluster, dns, facts, gateway, passing }: ExternalDnsSetting): ExternalDnsValues {
  const { provider = 'aws' } = facts.dns ?? {};
  const azure = provider === 'azure';
  return {
    provider: { name: provider },
    sources: ['gateway-httproute', ...(passing ? ['gateway-tlsroute'] : [])],
    gatewayNamespace: gateway.namespace,
    policy: 'sync',
    registry: 'txt',
    txtOwnerId: cluster,
    // Without it the note of a CNAME would stand at the same name, which DNS forbids.
    txtPrefix: `plinth-${cluster}.`,
    domainFilters: [dns.zone],
    managedRecordTypes: ['A', 'AAAA', 'CNAME'],
    podLabels: facts.identityPodLabels,
    serviceAccount: {
      create: facts.serviceAccountOwner === 'manifests',
      name: ACCESS_ACCOUNTS.dns.serviceAccount,
    },
    env: env(provider),
    extraArgs: [`--gateway-name=${gateway.name}`, ...providerArgs(facts.dns, dns)],
    extraVolumes: azure ? [{ name: 'azure', secret: { secretName: DNS_CONFIG.name } }] : [],
    extraVolumeMounts: azure ? [{ name: 'azure', mountPath: '/etc/kubernetes', readOnly: true }] : [],
  };
}

function env(provider: DnsFacts['provider']): readonly object[] {
  const from = (name: string, secretKeyRef: { readonly name: string; readonly key: string }) => [
    { name, valueFrom: { secretKeyRef } },
  ];
  if (provider === 'digitalocean') return from('DO_TOKEN', DNS_CREDENTIALS.digitalocean);
  return provider === 'rfc2136' ? from('EXTERNAL_DNS_RFC2136_TSIG_SECRET', DNS_CREDENTIALS.rfc2136) : [];
}

function providerArgs(facts: DnsFacts | undefined, { id, zone }: NonNullable<AccessSpec['dns']>): readonly string[] {
  switch (facts?.provider) {
    case 'aws':
      return id === undefined ? [] : [`--zone-id-filter=${id}`];
    case 'google':
      return [`--google-project=${facts.project}`];
    case 'azure':
      return id === undefined ? [] : [`--azure-resource-group=${id}`];
    case 'rfc2136':
      return [
        `--rfc2136-host=${facts.server}`,
        `--rfc2136-zone=${zone}`,
        `--rfc2136-tsig-keyname=${DNS_CREDENTIALS.tsigKey}`,
        '--rfc2136-tsig-secret-alg=hmac-sha256',
        '--rfc2136-tsig-axfr',
      ];
    default:
      return [];
  }
}
