import { Construct } from 'constructs';
import { ACCESS_ACCOUNTS } from '../../spec/access-identity.ts';
import { Certificate, type CertificateSpec, ClusterIssuer } from '../imports/cert-manager.gen.ts';
import { EDGE_NAMESPACE, HUB, siteCertificate } from './edge-places.ts';

/** Who gets certificates. */
export interface EdgeAuthorityProps {
  /** Names by which the hub is called. */
  readonly hosts: readonly string[];
  /** Sites whose identity was not taken away. */
  readonly sites: readonly string[];
}

const SELF = 'plinth-edge-self-signed';
const AUTHORITY = 'plinth-edge';
/** Ten years; cert-manager renews it at two thirds. */
const AUTHORITY_DURATION = '87600h0m0s';
/** A year, renewed a quarter before: a site may be out of reach for thirty days and still has two months to get the new one. */
const SITE = { duration: '8760h0m0s', renewBefore: '2160h0m0s' } as const;
/** Ninety days; the hub reads it again by itself. */
const HUB_DURATION = '2160h0m0s';
const KEY = { algorithm: 'ECDSA', size: 256, rotationPolicy: 'Always' } as const;

/**
 * An authority for the edge and nothing else: the hub lets in who has a certificate of it, so no other certificate of the
 * platform opens the hub. Its key lies with cert-manager, where no team and no part of the edge reads.
 */
export class EdgeAuthority extends Construct {
  public constructor(scope: Construct, id: string, { hosts, sites }: EdgeAuthorityProps) {
    super(scope, id);
    new ClusterIssuer(this, SELF, { metadata: { name: SELF }, spec: { selfSigned: {} } });
    new Certificate(this, AUTHORITY, {
      metadata: { name: AUTHORITY, namespace: ACCESS_ACCOUNTS.certificates.namespace },
      spec: {
        isCA: true,
        commonName: 'Plinth edge',
        secretName: AUTHORITY,
        duration: AUTHORITY_DURATION,
        privateKey: { algorithm: 'ECDSA', size: 384 },
        issuerRef: { kind: 'ClusterIssuer', name: SELF },
      },
    });
    new ClusterIssuer(this, 'issuer', { metadata: { name: AUTHORITY }, spec: { ca: { secretName: AUTHORITY } } });
    this.#certificate(HUB.certificate, {
      dnsNames: [...hosts],
      usages: ['digital signature', 'server auth'],
      duration: HUB_DURATION,
    });
    for (const site of sites)
      this.#certificate(siteCertificate(site), {
        commonName: site,
        usages: ['digital signature', 'client auth'],
        ...SITE,
      });
  }

  #certificate(name: string, spec: Partial<CertificateSpec>): void {
    new Certificate(this, `certificate-${name}`, {
      metadata: { name, namespace: EDGE_NAMESPACE },
      spec: {
        ...spec,
        secretName: name,
        privateKey: KEY,
        issuerRef: { kind: 'ClusterIssuer', name: AUTHORITY },
      },
    });
  }
}
