import type { Release } from '../../../spec/release.ts';
import type { ReleasesSpec } from '../../../spec/releases.ts';
import { signerKey } from '../../../spec/signer-key.ts';
import { readInlineBundle } from './bundle.ts';
import { keySignatureProblem } from './key-signature.ts';
import { keylessSignatureProblem } from './keyless-signature.ts';

/** What became of a signature. */
export type SignatureVerdict =
  /** It holds. */
  | { readonly verdict: 'valid'; readonly signer: string }
  /** It does not hold. */
  | { readonly verdict: 'invalid'; readonly because: string }
  /** It could not be looked at; whether that matters is the caller's to say. */
  | { readonly verdict: 'unchecked'; readonly because: string };

/** A bundle that lies beside a model, or why it could not be had. */
export type FetchedBundle = { readonly bundle: string } | { readonly because: string };

/** What signatures are checked with. */
export interface Trust {
  /** Whom the platform trusts. @default - nobody is asked for */
  readonly releases?: ReleasesSpec | undefined;
  /** Trust root of Sigstore, as JSON. @default - identities cannot be checked */
  readonly trustRoot?: unknown;
  /** Fetches a bundle that lies beside the model. @default - registries are not asked */
  readonly bundleAt?: ((referrer: string) => Promise<FetchedBundle>) | undefined;
}

/** Checks the signature of a release's model. Offline but for {@link Trust.bundleAt}. */
export async function checkSignature(
  { model, signature }: Pick<Release, 'model' | 'signature'>,
  trust: Trust,
): Promise<SignatureVerdict> {
  if (signature === undefined) return { verdict: 'unchecked', because: 'there is none' };
  const signer = trust.releases?.signers.find(({ name }) => name === signature.signer);
  if (signer === undefined)
    return {
      verdict: trust.releases === undefined ? 'unchecked' : 'invalid',
      because: `no signer ${signature.signer} is known`,
    };
  const given = signature.bundle === undefined ? await beside(signature.referrer, trust) : { bundle: signature.bundle };
  if ('because' in given) return { verdict: 'unchecked', because: given.because };
  const bundle = readInlineBundle(given.bundle);
  if (typeof bundle === 'string') return invalid(bundle);
  const signed = { digest: model.digest, manifest: signature.manifest };
  let problem: string | undefined;
  if (signer.kind === 'key') {
    const key = signerKey(signer.publicKey);
    problem = typeof key === 'string' ? `cannot be checked: the key ${key}` : keySignatureProblem(bundle, key, signed);
  } else if (trust.trustRoot === undefined) {
    return { verdict: 'unchecked', because: 'an identity is checked against a trust root, and none is given' };
  } else problem = await keylessSignatureProblem(bundle, signer, signed, trust.trustRoot);
  return problem === undefined ? { verdict: 'valid', signer: signer.name } : invalid(problem);
}

async function beside(referrer: string | undefined, { bundleAt }: Trust): Promise<FetchedBundle> {
  if (referrer === undefined) return { because: 'it has no bundle' };
  if (bundleAt === undefined) return { because: 'its bundle lies in the registry, which was not asked' };
  const found = await bundleAt(referrer);
  return 'because' in found ? { because: `its bundle could not be had: ${found.because}` } : found;
}

function invalid(problem: string): SignatureVerdict {
  return { verdict: 'invalid', because: `the bundle ${problem}` };
}
