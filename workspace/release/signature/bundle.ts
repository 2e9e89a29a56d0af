import { z } from 'zod';

/** Sigstore bundles that are read: cosign 3 writes the first, older clients of the same form the second. */
const MEDIA_TYPES = [
  'application/vnd.dev.sigstore.bundle.v0.3+json',
  'application/vnd.dev.sigstore.bundle+json;version=0.3',
] as const;

/** Base64 in its one proper form: `Buffer` would also read others, and so let a changed file pass. */
const base64 = z
  .string()
  .refine((text) => Buffer.from(text, 'base64').toString('base64') === text, 'not proper base64');

const material = z.strictObject({
  publicKey: z.strictObject({ hint: z.string() }).optional(),
  certificate: z.strictObject({ rawBytes: base64 }).optional(),
  tlogEntries: z.array(z.record(z.string(), z.unknown())).optional(),
  timestampVerificationData: z
    .strictObject({ rfc3161Timestamps: z.array(z.strictObject({ signedTimestamp: base64 })).optional() })
    .optional(),
});

const envelope = z.strictObject({
  payload: base64,
  payloadType: z.literal('application/vnd.in-toto+json'),
  signatures: z.tuple([z.strictObject({ sig: base64, keyid: z.string().optional() })]),
});

const message = z.strictObject({
  messageDigest: z.strictObject({ algorithm: z.enum(['SHA2_256', 'SHA2_384']), digest: base64 }),
  signature: base64,
});

/** A bundle, every field known: nothing in it can be changed without being seen. */
const bundle = z.strictObject({
  mediaType: z.enum(MEDIA_TYPES),
  verificationMaterial: material,
  dsseEnvelope: envelope.optional(),
  messageSignature: message.optional(),
});

/** A Sigstore bundle. */
export type SignatureBundle = z.output<typeof bundle>;
/** A signed statement. */
export type SignedStatement = z.output<typeof envelope>;
/** A signature over bytes. */
export type SignedBytes = z.output<typeof message>;

/**
 * Reads a bundle strictly.
 *
 * @param text - JSON
 * @returns the bundle, or what is wrong in words that follow "the bundle"
 */
export function readBundle(text: string): SignatureBundle | string {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    return 'is not JSON';
  }
  const read = bundle.safeParse(content);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  return `has a form that is not read: ${issue?.path.join('.') || 'its fields'}: ${issue?.message ?? 'unknown'}`;
}

/**
 * A bundle as it stands in a release: JSON without spaces, in base64. What a key pair does not need (entries of a log, time
 * stamps) is left out: nobody could check it, so nobody should keep it.
 */
export function inlineBundle(bundle: SignatureBundle): string {
  const { certificate, publicKey } = bundle.verificationMaterial;
  const kept = publicKey !== undefined && certificate === undefined ? { publicKey } : bundle.verificationMaterial;
  return Buffer.from(JSON.stringify({ ...bundle, verificationMaterial: kept })).toString('base64');
}

/**
 * Reads a bundle as it stands in a release: exactly what {@link inlineBundle} writes.
 *
 * @returns the bundle, or what is wrong in words that follow "the bundle"
 */
export function readInlineBundle(inline: string): SignatureBundle | string {
  const text = Buffer.from(inline, 'base64');
  if (text.toString('base64') !== inline) return 'is not proper base64';
  const read = readBundle(text.toString('utf8'));
  if (typeof read === 'string') return read;
  return inlineBundle(read) === inline ? read : 'is not written as `plinth release new` writes it';
}
