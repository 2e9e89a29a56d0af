import { readFileSync } from 'node:fs';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { describe, expect, test } from 'vitest';
import { parseRelease } from '../../../spec/parse-release.ts';
import { releaseDigest } from '../../../spec/release-digest.ts';
import { signerKey } from '../../../spec/signer-key.ts';
import { digestOf } from '../../../workspace/digest.ts';
import { inlineBundle, readBundle, readInlineBundle } from '../../../workspace/release/signature/bundle.ts';
import { checkSignature } from '../../../workspace/release/signature/check-signature.ts';
import { bundleOf, hex, inline, pipeline, testSigner, VISION_CI } from './release-sample.ts';

const MUTATIONS = 3_000;
const digest = `sha256:${hex('model')}`;

/** What cosign 3.1.3 wrote, and the key that it wrote it with. */
const real = (name: string) => readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8');

async function verdict(bundle: string, publicKey: string, of = digest, manifest?: string): Promise<string> {
  const { model } = parseRelease({ ...documentOf(bundle), model: modelOf(of) });
  const signature = { kind: 'key' as const, signer: 'ci', bundle, ...(manifest === undefined ? {} : { manifest }) };
  const releases = { required: true, signers: [{ kind: 'key' as const, name: 'ci', publicKey }] };
  const found = await checkSignature({ model, signature }, { releases });
  return found.verdict === 'valid' ? 'valid' : found.because;
}

function modelOf(of: string): object {
  return { uri: `oci://registry.example.org/vision/defects@${of}`, digest: of, bytes: 1, format: 'onnx' };
}

function documentOf(bundle: string): Record<string, unknown> {
  return {
    apiVersion: 'plinth.dev/v1alpha1',
    kind: 'ModelRelease',
    metadata: { team: 'vision', endpoint: 'defects', number: 1 },
    ...pipeline('model', { signature: { kind: 'key', signer: 'ci', bundle } }),
  };
}

describe('signatures that cosign 3.1.3 really made', () => {
  const manifest = Buffer.from(real('manifest.oci'));
  const of = digestOf(manifest);

  test('of an artifact hold, for its digest and its key only', async () => {
    const read = readBundle(real('sign.sigstore'));
    if (typeof read === 'string') throw new Error(read);
    const bundle = inlineBundle(read);
    expect(await verdict(bundle, real('cosign.pub'), of)).toBe('valid');
    expect(await verdict(bundle, real('cosign.pub'))).toContain(`signs ${of}, not ${digest}`);
    expect(await verdict(bundle, VISION_CI.publicKey, of)).toContain('another key');
  });

  test('of the bytes of a manifest hold, with the manifest beside them', async () => {
    const read = readBundle(real('sign-blob.sigstore'));
    if (typeof read === 'string') throw new Error(read);
    const bundle = inlineBundle(read);
    expect(await verdict(bundle, real('cosign.pub'), of, manifest.toString('base64'))).toBe('valid');
    expect(await verdict(bundle, real('cosign.pub'), of)).toContain('bytes of the manifest, which are not there');
    const other = Buffer.from(real('manifest.oci').replace('12', '13'));
    expect(await verdict(bundle, real('cosign.pub'), digestOf(other), other.toString('base64'))).toContain(
      'something else',
    );
  });
});

describe('a signature is refused', () => {
  test.each([
    [
      'that states something else than a signature',
      bundleOf(VISION_CI, digest, 'https://slsa.dev/provenance/v1'),
      'no signature of cosign',
    ],
    ['of another model', bundleOf(VISION_CI, `sha256:${hex('other')}`), 'not sha256:'],
    ['by another key', bundleOf(testSigner(), digest), 'another key'],
    [
      'with entries of a log that nobody looked at',
      {
        ...bundleOf(VISION_CI, digest),
        verificationMaterial: {
          ...(bundleOf(VISION_CI, digest) as { verificationMaterial: object }).verificationMaterial,
          tlogEntries: [{}],
        },
      },
      'as `plinth release new` writes it',
    ],
    ['with a field that nobody knows', { ...bundleOf(VISION_CI, digest), more: true }, 'a form that is not read'],
    [
      'in an older form',
      { ...bundleOf(VISION_CI, digest), mediaType: 'application/vnd.dev.sigstore.bundle+json;version=0.1' },
      'a form that is not read',
    ],
  ])('%s', async (_, bundle, because) => {
    expect(await verdict(inline(bundle), VISION_CI.publicKey)).toContain(because);
  });

  test('what a key pair does not need is left out when a release is made', () => {
    const bundle = bundleOf(VISION_CI, digest) as { verificationMaterial: object };
    const wide = {
      ...bundle,
      verificationMaterial: { ...bundle.verificationMaterial, tlogEntries: [{ logIndex: '1' }] },
    };
    const read = readBundle(JSON.stringify(wide));
    if (typeof read === 'string') throw new Error(read);
    expect(inlineBundle(read)).toBe(inline(bundle));
  });
});

describe(`of ${MUTATIONS} changes of one byte or field each is refused`, () => {
  const bundle = inline(bundleOf(VISION_CI, digest));
  const random = xoroshiro128plus(6);
  const below = (limit: number) => uniformInt(random, 0, limit - 1);
  const otherByte = (text: string) => {
    const bytes = Buffer.from(text);
    const at = below(bytes.length);
    bytes[at] = (bytes[at] ?? 0) ^ (1 << below(7));
    return bytes.toString('latin1');
  };

  test('the untouched one is accepted', async () => {
    expect(await verdict(bundle, VISION_CI.publicKey)).toBe('valid');
  });

  test('in the JSON of the bundle', async () => {
    const json = Buffer.from(bundle, 'base64').toString();
    for (let done = 0; done < MUTATIONS / 4; done++) {
      const changed = otherByte(json);
      expect(await verdict(Buffer.from(changed, 'latin1').toString('base64'), VISION_CI.publicKey), changed).not.toBe(
        'valid',
      );
    }
  });

  test('in the text of the bundle as it stands in the release', () => {
    for (let done = 0; done < MUTATIONS / 4; done++) {
      const changed = otherByte(bundle);
      const read = readInlineBundle(changed);
      const same = typeof read !== 'string' && JSON.stringify(read) === Buffer.from(bundle, 'base64').toString();
      expect(same, changed).toBe(false);
    }
  });

  test('in the public key', async () => {
    for (let done = 0; done < MUTATIONS / 4; done++) {
      const changed = otherByte(VISION_CI.publicKey);
      if (changed.trim() === VISION_CI.publicKey.trim()) continue;
      const key = signerKey(changed);
      expect(typeof key === 'string' || (await verdict(bundle, changed)) !== 'valid', changed).toBe(true);
    }
  });

  test('in the document, whose digest the next release and the traffic name', () => {
    const document = documentOf(bundle);
    const before = releaseDigest(document);
    const paths = pathsOf(document);
    for (let done = 0; done < MUTATIONS / 4; done++) {
      const changed = structuredClone(document);
      const path = paths[below(paths.length)] ?? [];
      change(changed, path, otherByte);
      expect(releaseDigest(changed), path.join('.')).not.toBe(before);
    }
  });

  test('the order of keys is no change', () => {
    const document = documentOf(bundle);
    const turned = Object.fromEntries(Object.entries(document).reverse());
    expect(releaseDigest(turned)).toBe(releaseDigest(document));
  });
});

/** Paths to all that is no list and no group of fields. */
function pathsOf(value: unknown, at: readonly string[] = []): string[][] {
  if (value === null || typeof value !== 'object') return [[...at]];
  return Object.entries(value).flatMap(([key, inner]) => pathsOf(inner, [...at, key]));
}

function change(value: unknown, [first = '', ...rest]: readonly string[], otherByte: (text: string) => string): void {
  const fields = value as Record<string, unknown>;
  const inner = fields[first];
  if (rest.length > 0) change(inner, rest, otherByte);
  else fields[first] = typeof inner === 'number' ? inner + 1 : otherByte(String(inner));
}
