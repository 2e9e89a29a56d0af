import { digestIn } from '../../../spec/release-rules.ts';
import { digestOf } from '../../digest.ts';
import { type Asking, PATIENCE, schemeOf, unreached } from '../artifact-presence.ts';
import { inlineBundle, readBundle } from './bundle.ts';
import type { FetchedBundle } from './check-signature.ts';

/** Most bytes of an answer: bundles have 1 to 12 thousand. */
const LARGEST = 262_144;
const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';

/**
 * Fetches a signature's bundle from beside the model: the manifest by its digest, and the one layer of it. Whatever came is
 * checked against its digest.
 */
export function bundleByHttp(asking: Asking = {}): (referrer: string) => Promise<FetchedBundle> {
  return async (referrer) => {
    const [, host = '', repository = ''] = /^oci:\/\/([^/]+)\/([^:@]+)/.exec(referrer) ?? [];
    const root = `${schemeOf(host)}://${host}/v2/${repository}`;
    const digest = digestIn(referrer);
    if (digest === undefined) return { because: `${referrer} names no digest` };
    const manifest = await fetched(asking, `${root}/manifests/${digest}`, digest);
    if ('because' in manifest) return manifest;
    const layer = onlyLayer(manifest.text);
    if (layer === undefined) return { because: `${digest} is no manifest with one layer` };
    const found = await fetched(asking, `${root}/blobs/${layer}`, layer);
    if ('because' in found) return found;
    const bundle = readBundle(found.text);
    return typeof bundle === 'string' ? { because: `its layer ${bundle}` } : { bundle: inlineBundle(bundle) };
  };
}

function onlyLayer(manifest: string): string | undefined {
  try {
    const { layers } = JSON.parse(manifest) as { layers?: readonly { digest?: unknown }[] };
    const digest = layers?.length === 1 ? layers[0]?.digest : undefined;
    return typeof digest === 'string' && /^sha256:[0-9a-f]{64}$/.test(digest) ? digest : undefined;
  } catch {
    return undefined;
  }
}

type Fetched = { readonly text: string } | { readonly because: string };

async function fetched({ patience, request = fetch }: Asking, url: string, digest: string): Promise<Fetched> {
  const { host } = new URL(url);
  try {
    const signal = AbortSignal.timeout(patience ?? PATIENCE);
    const answer = await request(url, { headers: { accept: MANIFEST }, signal });
    if (!answer.ok) return { because: `${host} answered ${answer.status} for ${digest}` };
    const bytes = await bounded(answer);
    if (bytes === undefined) return { because: `${digest} has more than ${LARGEST} bytes, which no bundle has` };
    if (digestOf(bytes) !== digest) return { because: `${host} answered with ${digestOf(bytes)} for ${digest}` };
    return { text: bytes.toString('utf8') };
  } catch (error) {
    return { because: unreached(host, error) };
  }
}

/** The bytes of an answer; nothing where there are too many, of which no more are read. */
async function bounded({ body }: Response): Promise<Buffer | undefined> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of body ?? []) {
    size += part.byteLength;
    if (size > LARGEST) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts);
}
