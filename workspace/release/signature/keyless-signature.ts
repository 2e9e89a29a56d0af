import { X509Certificate } from 'node:crypto';
import type { SignerSpec } from '../../../spec/releases.ts';
import type { SignatureBundle } from './bundle.ts';
import type { SignedModel } from './key-signature.ts';
import { statementProblem } from './statement.ts';

/** One who proves an identity. */
export type KeylessSigner = Extract<SignerSpec, { kind: 'keyless' }>;

/**
 * Checks a bundle that an identity made, offline: its certificate against the authorities, and its entry against the logs, of
 * the trust root that is given (`cosign trusted-root create`, or Sigstore's own `trusted_root.json`).
 *
 * @param trustRoot - JSON of the trust root
 * @returns what is wrong in words that follow "the bundle"; nothing where the signature holds
 */
export async function keylessSignatureProblem(
  bundle: SignatureBundle,
  signer: KeylessSigner,
  { digest, manifest }: SignedModel,
  trustRoot: unknown,
): Promise<string | undefined> {
  const { certificate } = bundle.verificationMaterial;
  if (certificate === undefined) return 'holds no certificate';
  if (!isProper(certificate.rawBytes)) return 'holds a certificate that is not proper DER';
  const [{ bundleFromJSON }, { TrustedRoot }, { Verifier, toSignedEntity, toTrustMaterial }] = await Promise.all([
    import('@sigstore/bundle'),
    import('@sigstore/protobuf-specs'),
    import('@sigstore/verify'),
  ]);
  try {
    const root = TrustedRoot.fromJSON(trustRoot);
    const bytes = manifest === undefined ? undefined : Buffer.from(manifest, 'base64');
    const entity = toSignedEntity(bundleFromJSON(bundle), bytes);
    // A private authority may have no log of certificates; where the root names one, an entry in it is asked for.
    const verifier = new Verifier(toTrustMaterial(root), { ctlogThreshold: root.ctlogs.length > 0 ? 1 : 0 });
    const { identity } = verifier.verify(entity);
    const issuer = identity?.extensions?.issuer;
    if (issuer !== signer.issuer) return `was made by an identity of ${issuer}, not of ${signer.issuer}`;
    if (identity?.subjectAlternativeName !== signer.identity)
      return `was made by ${identity?.subjectAlternativeName}, not by ${signer.identity}`;
  } catch (error) {
    return `does not hold: ${(error as Error).message}`;
  }
  return contentProblem(bundle, digest, manifest);
}

/** Sigstore's reader lets other tags pass; OpenSSL's does not. */
function isProper(certificate: string): boolean {
  try {
    const bytes = Buffer.from(certificate, 'base64');
    return new X509Certificate(bytes).raw.equals(bytes);
  } catch {
    return false;
  }
}

async function contentProblem({ dsseEnvelope }: SignatureBundle, digest: string, manifest: string | undefined) {
  if (dsseEnvelope !== undefined) return statementProblem(dsseEnvelope, digest);
  const { digestOf } = await import('../../digest.ts');
  if (manifest === undefined) return 'signs the bytes of the manifest, which are not there';
  const found = digestOf(Buffer.from(manifest, 'base64'));
  return found === digest ? undefined : `comes with the manifest ${found}, not ${digest}`;
}
