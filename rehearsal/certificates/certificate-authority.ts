import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { isIPv4 } from 'node:net';
import * as der from './der.ts';

/** How long a throwaway certificate lives. Unit: days. The managers' own certificate check wants at least 90 left. */
const LIFETIME_DAYS = 365;

/** How far back a certificate is valid already, so that two clocks on one machine need not agree. Unit: minutes. */
const BACKDATED_MINUTES = 5;

/** Size of the RSA keys. Unit: bits. */
const RSA_BITS = 2048;

const DAY_MILLISECONDS = 86_400_000;
const MINUTE_MILLISECONDS = 60_000;

const OID = {
  commonName: '2.5.4.3',
  organization: '2.5.4.10',
  ecdsaWithSha256: '1.2.840.10045.4.3.2',
  sha256WithRsa: '1.2.840.113549.1.1.11',
  subjectAlternativeName: '2.5.29.17',
  subjectKeyIdentifier: '2.5.29.14',
  authorityKeyIdentifier: '2.5.29.35',
  basicConstraints: '2.5.29.19',
  keyUsage: '2.5.29.15',
  extendedKeyUsage: '2.5.29.37',
  serverAuth: '1.3.6.1.5.5.7.3.1',
  clientAuth: '1.3.6.1.5.5.7.3.2',
} as const;

/** `keyCertSign` and `cRLSign`: bits 5 and 6 of KeyUsage. */
const SIGNS_CERTIFICATES = der.bitString(Buffer.from([0x06]), 1);
/** `digitalSignature`: bit 0 of KeyUsage. */
const SIGNS_DATA = der.bitString(Buffer.from([0x80]), 7);

/** A certificate and its private key, both in PEM. */
export interface KeyedCertificate {
  /** X.509 certificate, PEM. */
  readonly certificate: string;
  /** Private key, PEM: EC P-256 in PKCS#8, or RSA in PKCS#1. Never leaves the machine and dies with the control plane. */
  readonly key: string;
}

/** Who a certificate speaks for. */
export interface Subject {
  /** Common name; Kubernetes reads it as the user name. */
  readonly commonName: string;
  /**
   * Organisations; Kubernetes reads them as the user's groups.
   *
   * @default [] - the user is in no group but `system:authenticated`
   */
  readonly organizations?: readonly string[];
  /**
   * DNS names and IPv4 addresses under which the holder is reached.
   *
   * @default [] - the certificate only proves a user, it serves nothing
   */
  readonly hosts?: readonly string[];
}

/** Signs the certificates of one control plane, and is trusted by nothing else. */
export interface CertificateAuthority extends KeyedCertificate {
  /** Makes a key and a certificate for `subject`, good for serving and for signing in. */
  issue(subject: Subject): KeyedCertificate;
}

/** Kind of the keys: `ec` is made in no time, `rsa` in a tenth of a second for programs that read nothing else. */
export type KeyKind = 'ec' | 'rsa';

/**
 * Makes a throwaway certificate authority.
 *
 * @param subject - the authority's own name; `hosts` are written into its certificate, which the certificate check of
 *   some managers wants.
 * @param keys - kind of its own key and of those it issues.
 */
export function createCertificateAuthority(subject: Subject, keys: KeyKind = 'ec'): CertificateAuthority {
  const pair = newKeyPair(keys);
  const extensions = [
    extension(OID.basicConstraints, der.sequence(der.truth()), 'critical'),
    extension(OID.keyUsage, SIGNS_CERTIFICATES, 'critical'),
    extension(OID.subjectKeyIdentifier, der.octetString(keyIdentifier(pair.publicKey)), 'optional'),
    ...alternativeNames(subject.hosts ?? []),
  ];
  const certificate = signed({ subject, issuer: subject, publicKey: pair.publicKey, extensions }, pair.privateKey);
  return {
    certificate,
    key: keyPem(pair.privateKey),
    issue: (holder) => issueFor(holder, newKeyPair(keys), { subject, ...pair }),
  };
}

/** Makes an RSA key that signs service-account tokens; PEM. */
export function createTokenSigningKey(): string {
  return keyPem(newKeyPair('rsa').privateKey);
}

interface KeyPair {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

interface Issuer extends KeyPair {
  readonly subject: Subject;
}

function issueFor(subject: Subject, pair: KeyPair, issuer: Issuer): KeyedCertificate {
  const purposes = der.sequence(der.objectIdentifier(OID.serverAuth), der.objectIdentifier(OID.clientAuth));
  const signedBy = der.sequence(der.tagged(0, keyIdentifier(issuer.publicKey), 'primitive'));
  const extensions = [
    extension(OID.keyUsage, SIGNS_DATA, 'critical'),
    extension(OID.extendedKeyUsage, purposes, 'optional'),
    extension(OID.authorityKeyIdentifier, signedBy, 'optional'),
    ...alternativeNames(subject.hosts ?? []),
  ];
  const certificate = signed(
    { subject, issuer: issuer.subject, publicKey: pair.publicKey, extensions },
    issuer.privateKey,
  );
  return { certificate, key: keyPem(pair.privateKey) };
}

/** Names a key so that a chain can be followed; twenty bytes, as in RFC 7093. */
function keyIdentifier(publicKey: KeyObject): Buffer {
  return createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest()
    .subarray(0, 20);
}

interface Unsigned {
  readonly subject: Subject;
  readonly issuer: Subject;
  readonly publicKey: KeyObject;
  readonly extensions: readonly Buffer[];
}

function signed(unsigned: Unsigned, issuerKey: KeyObject): string {
  const algorithm =
    issuerKey.asymmetricKeyType === 'rsa'
      ? der.sequence(der.objectIdentifier(OID.sha256WithRsa), der.nothing())
      : der.sequence(der.objectIdentifier(OID.ecdsaWithSha256));
  const now = Date.now();
  const body = der.sequence(
    der.tagged(0, der.integer(Buffer.from([2])), 'constructed'),
    der.integer(randomBytes(16)),
    algorithm,
    distinguishedName(unsigned.issuer),
    der.sequence(
      der.time(new Date(now - BACKDATED_MINUTES * MINUTE_MILLISECONDS)),
      der.time(new Date(now + LIFETIME_DAYS * DAY_MILLISECONDS)),
    ),
    distinguishedName(unsigned.subject),
    unsigned.publicKey.export({ type: 'spki', format: 'der' }),
    der.tagged(3, der.sequence(...unsigned.extensions), 'constructed'),
  );
  return pem('CERTIFICATE', der.sequence(body, algorithm, der.bitString(sign('sha256', body, issuerKey))));
}

function distinguishedName({ commonName, organizations = [] }: Subject): Buffer {
  const parts = [...organizations.map((name) => [OID.organization, name]), [OID.commonName, commonName]];
  return der.sequence(
    ...parts.map(([oid = '', value = '']) => der.setOf(der.sequence(der.objectIdentifier(oid), der.text(value)))),
  );
}

function extension(oid: string, value: Buffer, weight: 'critical' | 'optional'): Buffer {
  const critical = weight === 'critical' ? [der.truth()] : [];
  return der.sequence(der.objectIdentifier(oid), ...critical, der.octetString(value));
}

function alternativeNames(hosts: readonly string[]): Buffer[] {
  if (hosts.length === 0) return [];
  const names = hosts.map((host) =>
    isIPv4(host)
      ? der.tagged(7, Buffer.from(host.split('.').map(Number)), 'primitive')
      : der.tagged(2, Buffer.from(host), 'primitive'),
  );
  return [extension(OID.subjectAlternativeName, der.sequence(...names), 'optional')];
}

function newKeyPair(keys: KeyKind): KeyPair {
  if (keys === 'rsa') return generateKeyPairSync('rsa', { modulusLength: RSA_BITS });
  return generateKeyPairSync('ec', { namedCurve: 'P-256' });
}

function keyPem(key: KeyObject): string {
  return key.export({ type: key.asymmetricKeyType === 'rsa' ? 'pkcs1' : 'pkcs8', format: 'pem' }).toString();
}

function pem(label: string, bytes: Buffer): string {
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}
