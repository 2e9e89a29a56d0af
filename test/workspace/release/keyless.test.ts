import { X509Certificate } from 'node:crypto';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { describe, expect, test } from 'vitest';
import { digestOf } from '../../../workspace/digest.ts';
import { readBundle, type SignatureBundle } from '../../../workspace/release/signature/bundle.ts';
import { checkSignature } from '../../../workspace/release/signature/check-signature.ts';
import { keylessSignatureProblem } from '../../../workspace/release/signature/keyless-signature.ts';
import { bundleOf, hex, inline, VISION_CI } from './release-sample.ts';
import { IDENTITY, ISSUER, type KeylessSigning, TestSigstore } from './sigstore-sample.ts';

const MUTATIONS = 600;
const sigstore = new TestSigstore();
const digest = `sha256:${hex('model')}`;
const signer = { kind: 'keyless', name: 'ci', issuer: ISSUER, identity: IDENTITY } as const;

async function verdict(
  bundle: string,
  {
    manifest,
    of = digest,
    trustRoot = sigstore.trustRoot,
  }: Readonly<{ manifest?: Buffer; of?: string; trustRoot?: unknown }> = {},
): Promise<string> {
  const model = { uri: `oci://registry.example.org/vision/defects@${of}`, digest: of, bytes: 1, format: 'onnx' };
  const signed = manifest === undefined ? {} : { manifest: manifest.toString('base64') };
  const found = await checkSignature(
    { model, signature: { kind: 'keyless', signer: 'ci', bundle, ...signed } },
    { releases: { required: true, signers: [signer] }, trustRoot },
  );
  return found.verdict === 'valid' ? 'valid' : `${found.verdict}: ${found.because}`;
}

describe('a signature by an identity, against a Sigstore of our own', () => {
  test('holds for its digest, its identity and its issuer', async () => {
    expect(await verdict(sigstore.sign(digest))).toBe('valid');
  });

  test('holds over the bytes of a manifest that lie beside it', async () => {
    const manifest = Buffer.from('{"schemaVersion":2}');
    const of = digestOf(manifest);
    const bundle = sigstore.sign(of, { manifest });
    expect(await verdict(bundle, { of, manifest })).toBe('valid');
    expect(await verdict(bundle, { of })).toContain('invalid: ');
    expect(await verdict(bundle, { of, manifest: Buffer.from('{"schemaVersion":3}') })).toContain('invalid: ');
    expect(await verdict(bundle, { of: digest, manifest })).toContain(`comes with the manifest ${of}, not ${digest}`);
  });

  test.each<[string, KeylessSigning, string]>([
    ['of another identity', { identity: `${IDENTITY}2` }, `was made by ${IDENTITY}2, not by ${IDENTITY}`],
    ['of an identity that begins like ours', { identity: IDENTITY.slice(0, -1) }, 'not by'],
    [
      'of the same identity by another issuer',
      { issuer: 'https://other.example.org' },
      'was made by an identity of https://other.example.org',
    ],
    ['that the log saw after the certificate had ended', { seenAfter: 700_000 }, 'certificate chain'],
    ['that the log saw before the certificate began', { seenAfter: -1_000 }, 'certificate chain'],
    ['whose certificate no log saw', { logged: false }, 'expected 1 SCTs'],
    [
      'that states something else than a signature',
      { predicateType: 'https://slsa.dev/provenance/v1' },
      'no signature of cosign',
    ],
  ])('%s is refused', async (_, signing, because) => {
    const found = await verdict(sigstore.sign(digest, signing));
    expect(found).toContain('invalid: the bundle ');
    expect(found).toContain(because);
  });

  test('of another model is refused', async () => {
    expect(await verdict(sigstore.sign(`sha256:${hex('other')}`))).toContain(`not ${digest}`);
  });

  test('is refused where the root trusts another authority, another log, or another log of certificates', async () => {
    const bundle = sigstore.sign(digest);
    const other = new TestSigstore().trustRoot as Record<string, unknown>;
    expect(await verdict(bundle, { trustRoot: other })).toContain('invalid: ');
    for (const field of ['certificateAuthorities', 'tlogs', 'ctlogs'])
      expect(await verdict(bundle, { trustRoot: { ...sigstore.trustRoot, [field]: other[field] } }), field).toContain(
        'invalid: ',
      );
  });

  test('needs no log of certificates where the root has none', async () => {
    const bundle = sigstore.sign(digest, { logged: false });
    expect(await verdict(bundle, { trustRoot: { ...sigstore.trustRoot, ctlogs: [] } })).toBe('valid');
  });

  test('is refused without an entry of the log, which alone says when it was made', async () => {
    const bundle = bundleAs((material) => ({ ...material, tlogEntries: [] }));
    expect(await problem(bundle)).toContain('does not hold');
    const proofOnly = bundleAs(({ tlogEntries = [], ...material }) => ({
      ...material,
      tlogEntries: tlogEntries.map(({ inclusionPromise: _, ...entry }) => entry),
    }));
    expect(await problem(proofOnly)).toContain('does not hold');
  });

  test('is refused with the entry of another signature', async () => {
    const { tlogEntries } = read(JSON.stringify(sigstore.bundle(`sha256:${hex('other')}`))).verificationMaterial;
    expect(await problem(bundleAs((material) => ({ ...material, tlogEntries })))).toContain('does not hold');
  });

  test('is not looked at without a trust root, and a root of another form is no trust', async () => {
    expect(await verdict(sigstore.sign(digest), { trustRoot: null })).toContain('invalid: ');
    expect(await verdict(sigstore.sign(digest), { trustRoot: {} })).toContain('invalid: ');
    const unchecked = await checkSignature(
      {
        model: { uri: `oci://r/m@${digest}`, digest, bytes: 1, format: 'onnx' },
        signature: { kind: 'keyless', signer: 'ci', bundle: sigstore.sign(digest) },
      },
      { releases: { required: true, signers: [signer] } },
    );
    expect(unchecked.verdict).toBe('unchecked');
  });

  test('by a key pair is no signature by an identity', async () => {
    expect(await verdict(inline(bundleOf(VISION_CI, digest)))).toContain('holds no certificate');
  });
});

test(`of ${MUTATIONS} changes of one byte, none that still holds changed who signed what`, async () => {
  const whole = JSON.stringify(sigstore.bundle(digest));
  const before = saying(read(whole));
  const random = xoroshiro128plus(6);
  let refused = 0;
  for (let done = 0; done < MUTATIONS; done++) {
    const bytes = Buffer.from(whole);
    const at = uniformInt(random, 0, bytes.length - 1);
    bytes[at] = (bytes[at] ?? 0) ^ (1 << uniformInt(random, 0, 6));
    const changed = readBundle(bytes.toString());
    const because = typeof changed === 'string' ? changed : await problem(changed);
    if (because !== undefined) refused++;
    else if (typeof changed !== 'string') expect(saying(changed)).toEqual(before);
  }
  // What is left says nothing: the root of the proof, which stands in the signed checkpoint too, and what of a certificate is
  // not signed. The digest of the release, which the next one names, has those bytes too.
  expect(refused).toBeGreaterThan(MUTATIONS * 0.9);
});

/** Who signed, and what. */
function saying({ dsseEnvelope, verificationMaterial: { certificate } }: SignatureBundle): object {
  const { publicKey, subjectAltName } = new X509Certificate(Buffer.from(certificate?.rawBytes ?? '', 'base64'));
  return { dsseEnvelope, subjectAltName, publicKey: publicKey.export({ type: 'spki', format: 'pem' }) };
}

function read(json: string): SignatureBundle {
  const found = readBundle(json);
  if (typeof found === 'string') throw new Error(found);
  return found;
}

function bundleAs(
  change: (material: SignatureBundle['verificationMaterial']) => SignatureBundle['verificationMaterial'],
): SignatureBundle {
  const bundle = read(JSON.stringify(sigstore.bundle(digest)));
  return { ...bundle, verificationMaterial: change(bundle.verificationMaterial) };
}

function problem(bundle: SignatureBundle): Promise<string | undefined> {
  return keylessSignatureProblem(bundle, signer, { digest }, sigstore.trustRoot);
}
