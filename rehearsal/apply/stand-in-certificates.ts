import { createCertificateAuthority } from '../certificates/certificate-authority.ts';
import type { KubernetesObject } from '../kubernetes-object.ts';

/** Who signs them: an authority that is forgotten at once. */
const AUTHORITY = 'plinth-rehearsal';

interface Certificate extends KubernetesObject {
  readonly spec: { readonly secretName: string; readonly dnsNames?: readonly string[] };
}

/**
 * Secrets of the certificates that cert-manager would get: no issuer can be asked in a rehearsal, and a gateway opens no host
 * without one.
 *
 * @param objects - everything that is applied; a Secret that is among them is left to whoever makes it
 */
export function standInCertificates(objects: readonly KubernetesObject[]): KubernetesObject[] {
  const authority = createCertificateAuthority({ commonName: AUTHORITY });
  const made = new Set(objects.flatMap(({ kind, metadata }) => (kind === 'Secret' ? [nameOf(metadata)] : [])));
  return objects.filter(isCertificate).flatMap(({ metadata: { namespace }, spec: { dnsNames = [], secretName } }) => {
    const metadata = { name: secretName, ...(namespace === undefined ? {} : { namespace }) };
    if (made.has(nameOf(metadata))) return [];
    const { certificate, key } = authority.issue({ commonName: secretName, hosts: dnsNames });
    const stringData = { 'ca.crt': authority.certificate, 'tls.crt': certificate, 'tls.key': key };
    return [{ apiVersion: 'v1', kind: 'Secret', metadata, type: 'kubernetes.io/tls', stringData }];
  });
}

function isCertificate(object: KubernetesObject): object is Certificate {
  return object.kind === 'Certificate' && object.apiVersion.startsWith('cert-manager.io/');
}

function nameOf({ name, namespace = '' }: KubernetesObject['metadata']): string {
  return `${namespace}/${name}`;
}
