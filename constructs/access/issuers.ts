import { Construct } from 'constructs';
import type { AccessSpec } from '../../spec/access.ts';
import { ACCESS_ACCOUNTS } from '../../spec/access-identity.ts';
import type { DnsFacts } from '../../spec/facts.ts';
import { isBelow } from '../../spec/zone.ts';
import { Certificate, ClusterIssuer, type ClusterIssuerSpec } from '../imports/cert-manager.gen.ts';
import { DNS_CREDENTIALS } from './dns-credentials.ts';

/** Where certificates come from. */
export interface IssuersProps {
  /** What the spec says about the way in. */
  readonly access: AccessSpec;
  /** Where DNS records are written. @default - nowhere */
  readonly dns?: DnsFacts;
}

/** Name of the issuer of public certificates. */
const ACME = 'plinth-acme';
/** Name of the issuer that is the platform's own authority, and of the authority's key. */
const PRIVATE = 'plinth-private';
const AUTHORITY = 'plinth-authority';
/** How long the platform's own authority lasts: ten years. cert-manager renews it at two thirds. */
const AUTHORITY_DURATION = '87600h0m0s';
/** Issuer that signs with the key of the certificate itself. */
const SELF = 'plinth-self-signed';

/** Issuers of certificates, as the spec asks for them. An authority of the platform's own is made only when a host needs it. */
export class Issuers extends Construct {
  readonly #props: IssuersProps;

  public constructor(scope: Construct, id: string, props: IssuersProps) {
    super(scope, id);
    this.#props = props;
    if (props.access.certificates.kind === 'acme') this.#acme(props.access.certificates);
  }

  /** Name of the ClusterIssuer for a host or a wildcard. An ACME authority is only asked about names in the zone. */
  public of(host: string): string {
    const { certificates, dns } = this.#props.access;
    if (certificates.kind === 'issuer') return certificates.name;
    if (certificates.kind === 'acme' && dns !== undefined && isBelow(host, dns.zone)) return ACME;
    if (this.node.tryFindChild(PRIVATE) === undefined) this.#private();
    return PRIVATE;
  }

  #acme({ email, server }: Extract<AccessSpec['certificates'], { kind: 'acme' }>): void {
    const { access, dns } = this.#props;
    if (dns === undefined || access.dns === undefined)
      throw new Error('bug: ACME without DNS is a finding of the spec');
    new ClusterIssuer(this, ACME, {
      metadata: { name: ACME },
      spec: {
        acme: {
          email,
          server,
          privateKeySecretRef: { name: 'plinth-acme-account' },
          solvers: [{ selector: { dnsZones: [access.dns.zone] }, dns01: solver(dns, access.dns) }],
        },
      },
    });
  }

  #private(): void {
    const { namespace } = ACCESS_ACCOUNTS.certificates;
    new ClusterIssuer(this, SELF, { metadata: { name: SELF }, spec: { selfSigned: {} } });
    new Certificate(this, AUTHORITY, {
      metadata: { name: AUTHORITY, namespace },
      spec: {
        isCA: true,
        commonName: `Plinth, ${this.#props.access.domain}`.slice(0, 64),
        secretName: AUTHORITY,
        duration: AUTHORITY_DURATION,
        privateKey: { algorithm: 'ECDSA', size: 384 },
        issuerRef: { kind: 'ClusterIssuer', name: SELF },
      },
    });
    new ClusterIssuer(this, PRIVATE, { metadata: { name: PRIVATE }, spec: { ca: { secretName: AUTHORITY } } });
  }
}

type Dns01 = NonNullable<NonNullable<NonNullable<ClusterIssuerSpec['acme']>['solvers']>[number]['dns01']>;

/** How the zone is proved to be ours: by a record, which also works for wildcards and behind a private address. */
function solver(dns: DnsFacts, { id, zone }: NonNullable<AccessSpec['dns']>): Dns01 {
  switch (dns.provider) {
    case 'aws':
      return { route53: { region: dns.region, hostedZoneID: id } };
    case 'google':
      return { cloudDNS: { project: dns.project, hostedZoneName: id } };
    case 'azure':
      return {
        azureDNS: { subscriptionID: dns.subscription, resourceGroupName: id ?? '', hostedZoneName: zone },
      };
    case 'digitalocean':
      return { digitalocean: { tokenSecretRef: DNS_CREDENTIALS.digitalocean } };
    case 'rfc2136':
      return {
        rfc2136: {
          nameserver: dns.server,
          tsigKeyName: DNS_CREDENTIALS.tsigKey,
          tsigAlgorithm: 'HMACSHA256',
          tsigSecretSecretRef: DNS_CREDENTIALS.rfc2136,
        },
      };
  }
}
