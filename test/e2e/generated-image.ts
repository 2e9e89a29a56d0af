import { createHash } from 'node:crypto';
import { digestOf } from '../../workspace/digest.ts';

const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';
const INDEX = 'application/vnd.oci.image.index.v1+json';

/** Pushes an image for two architectures, each with a layer of its own content, the same at every run. @returns its digest */
export async function pushImage(host: string, repository: string, tag: string, size: number): Promise<string> {
  const address = `http://${host}/v2/${repository}`;
  const manifests: object[] = [];
  for (const architecture of ['amd64', 'arm64']) {
    const layer = await putBlob(address, contentOf(`${repository}:${tag} ${architecture}`, size));
    const config = await putBlob(
      address,
      Buffer.from(JSON.stringify({ architecture, os: 'linux', rootfs: { type: 'layers', diff_ids: [] } })),
    );
    const manifest = {
      schemaVersion: 2,
      mediaType: MANIFEST,
      config: { mediaType: 'application/vnd.oci.image.config.v1+json', ...config },
      layers: [{ mediaType: 'application/vnd.oci.image.layer.v1.tar', ...layer }],
    };
    const put = await putManifest(address, undefined, manifest);
    manifests.push({ mediaType: MANIFEST, ...put, platform: { architecture, os: 'linux' } });
  }
  return (await putManifest(address, tag, { schemaVersion: 2, mediaType: INDEX, manifests })).digest;
}

/**
 * Puts a manifest under a tag.
 *
 * @param address - of the repository, as `http://localhost:5000/v2/a/b`
 * @param tag - undefined: under its digest
 */
export async function putManifest(
  address: string,
  tag: string | undefined,
  manifest: { readonly mediaType: string; readonly [field: string]: unknown },
) {
  const body = Buffer.from(JSON.stringify(manifest));
  const digest = digestOf(body);
  const headers = { 'content-type': manifest.mediaType };
  const answer = await fetch(`${address}/manifests/${tag ?? digest}`, { method: 'PUT', body, headers });
  if (!answer.ok) throw new Error(`the registry refused a manifest: ${await answer.text()}`);
  return { digest, size: body.length };
}

/** Puts a blob in one piece. @param address - of the repository */
export async function putBlob(address: string, content: Uint8Array): Promise<{ digest: string; size: number }> {
  const started = await fetch(`${address}/blobs/uploads/`, { method: 'POST' });
  const place = new URL(started.headers.get('location') ?? '', address);
  const digest = digestOf(content);
  place.searchParams.set('digest', digest);
  const headers = { 'content-type': 'application/octet-stream' };
  const answer = await fetch(place, { method: 'PUT', body: new Uint8Array(content), headers });
  if (!answer.ok) throw new Error(`the registry refused a blob: ${await answer.text()}`);
  return { digest, size: content.length };
}

/** Bytes that no compression makes smaller, from a word. */
function contentOf(seed: string, size: number): Buffer {
  const parts: Buffer[] = [];
  for (let part = 0; parts.length * 32 < size; part += 1)
    parts.push(createHash('sha256').update(`${seed} ${part}`).digest());
  return Buffer.concat(parts).subarray(0, size);
}
