import { createHash, createPublicKey, type KeyObject } from 'node:crypto';

/** A public key that signatures can be checked with. */
export interface SignerKey {
  /** The key. */
  readonly key: KeyObject;
  /** Name that cosign's bundles call it by: base64 of the SHA-256 of its DER form. */
  readonly hint: string;
  /** Digest that is signed. @default - Ed25519 signs the bytes themselves */
  readonly hash?: 'sha256' | 'sha384';
}

/** Fewest bits of an RSA key: NIST SP 800-131A. */
const FEWEST_RSA_BITS = 2_048;

/**
 * Reads a public key from PEM. Strict: exactly one block, in the one form that the key is written in.
 *
 * @returns the key, or what is wrong with it in words that follow "the key"
 */
export function signerKey(pem: string): SignerKey | string {
  let key: KeyObject;
  try {
    key = createPublicKey({ key: pem, format: 'pem' });
  } catch {
    return 'cannot be read';
  }
  if (key.export({ type: 'spki', format: 'pem' }).toString().trim() !== pem.trim())
    return 'is not written in the usual form';
  const kind = kindOf(key);
  if (typeof kind === 'string') return kind;
  const der = key.export({ type: 'spki', format: 'der' });
  return { key, hint: createHash('sha256').update(der).digest('base64'), ...kind };
}

function kindOf(key: KeyObject): Pick<SignerKey, 'hash'> | string {
  const { asymmetricKeyDetails: details, asymmetricKeyType: type } = key;
  if (type === 'ed25519') return {};
  if (type === 'ec' && details?.namedCurve === 'prime256v1') return { hash: 'sha256' };
  if (type === 'ec' && details?.namedCurve === 'secp384r1') return { hash: 'sha384' };
  if (type !== 'rsa')
    return `is of the kind ${details?.namedCurve ?? type ?? 'unknown'}, which cosign does not sign with`;
  const bits = details?.modulusLength ?? 0;
  return bits >= FEWEST_RSA_BITS ? { hash: 'sha256' } : `has ${bits} bits, and RSA needs ${FEWEST_RSA_BITS}`;
}
