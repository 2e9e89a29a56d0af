import { createHash, verify } from 'node:crypto';
import type { SignerKey } from '../../../spec/signer-key.ts';
import { digestOf } from '../../digest.ts';
import type { SignatureBundle, SignedBytes, SignedStatement } from './bundle.ts';
import { preAuthEncoding, statementProblem } from './statement.ts';

/** What a signature is checked against. */
export interface SignedModel {
  /** Digest of the model's manifest. */
  readonly digest: string;
  /** The manifest itself as base64. @default - the signature is over its digest and needs no bytes */
  readonly manifest?: string | undefined;
}

/**
 * Checks a bundle that a key pair made, with `node:crypto` alone: no log, no clock, no network.
 *
 * @returns what is wrong in words that follow "the bundle"; nothing where the signature holds
 */
export function keySignatureProblem(
  { dsseEnvelope, messageSignature, verificationMaterial }: SignatureBundle,
  signer: SignerKey,
  model: SignedModel,
): string | undefined {
  const { certificate, publicKey, timestampVerificationData, tlogEntries } = verificationMaterial;
  if (certificate !== undefined || publicKey === undefined) return 'holds a certificate, not a signature by a key';
  if (tlogEntries !== undefined || timestampVerificationData !== undefined)
    return 'holds entries of a log, which a key pair does not need';
  if (publicKey.hint !== signer.hint) return 'was made with another key';
  if ((dsseEnvelope === undefined) === (messageSignature === undefined)) return 'holds not exactly one signature';
  if (messageSignature !== undefined) return bytesProblem(messageSignature, signer, model);
  return dsseEnvelope === undefined ? undefined : envelopeProblem(dsseEnvelope, signer, model.digest);
}

function envelopeProblem(envelope: SignedStatement, signer: SignerKey, digest: string): string | undefined {
  const [{ keyid = '', sig }] = envelope.signatures;
  if (keyid !== '' && keyid !== signer.hint) return 'names another key';
  if (!holds(preAuthEncoding(envelope), sig, signer)) return 'holds a signature that is wrong';
  return statementProblem(envelope, digest);
}

function bytesProblem(
  { messageDigest, signature }: SignedBytes,
  signer: SignerKey,
  { digest, manifest }: SignedModel,
): string | undefined {
  if (manifest === undefined) return 'signs the bytes of the manifest, which are not there';
  const bytes = Buffer.from(manifest, 'base64');
  if (bytes.toString('base64') !== manifest) return 'comes with a manifest that is not proper base64';
  if (digestOf(bytes) !== digest) return `comes with the manifest ${digestOf(bytes)}, not ${digest}`;
  const hash = messageDigest.algorithm === 'SHA2_384' ? 'sha384' : 'sha256';
  if (hash !== (signer.hash ?? 'sha256') || createHash(hash).update(bytes).digest('base64') !== messageDigest.digest)
    return 'holds the digest of something else';
  return holds(bytes, signature, signer) ? undefined : 'holds a signature that is wrong';
}

function holds(bytes: Buffer, signature: string, { hash, key }: SignerKey): boolean {
  try {
    return verify(hash, bytes, key, Buffer.from(signature, 'base64'));
  } catch {
    // Bytes that are not even a signature.
    return false;
  }
}
