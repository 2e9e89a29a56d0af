import { AwsV4Signer } from 'aws4fetch';
import type { LockedModelFile } from '../../../constructs/core/index.ts';
import type { ModelAddress } from '../../../spec/model-artefact.ts';
import { type Ask, type ModelAccess, type ModelStore, openedFile } from './model-files.ts';

type S3Address = Extract<ModelAddress, { kind: 's3' }>;

interface S3Object extends Pick<LockedModelFile, 'etag' | 'size'> {
  readonly key: string;
}

/** A folder, or one object, of a store that speaks S3. Each file is asked for as the one that was listed (`If-Match`). */
export function s3Model(
  { bucket, key }: S3Address,
  { account, endpoint, region = 'us-east-1' }: NonNullable<ModelAccess['s3']>,
  ask: Ask,
): ModelStore {
  const root = `${(endpoint ?? `https://s3.${region}.amazonaws.com`).replace(/\/$/, '')}/${bucket}`;
  const signed = async (url: string, headers: Record<string, string> = {}) => {
    if (account === undefined) return ask(url, headers);
    const signer = new AwsV4Signer({ ...account, url, headers, region, service: 's3' });
    return ask(url, Object.fromEntries((await signer.sign()).headers));
  };
  return {
    list: async () => {
      const found: LockedModelFile[] = [];
      for (let more: string | undefined = ''; more !== undefined; ) {
        const url = `${root}?${queryOf(key, more)}`;
        const page = await (await signed(url)).text();
        found.push(...objectsOf(page).flatMap((object) => fileOf(object, key)));
        more = fieldOf(page, 'NextContinuationToken');
      }
      return found;
    },
    open: async ({ etag, path }, from) => {
      const range: Record<string, string> = from === 0 ? {} : { range: `bytes=${from}-` };
      const url = `${root}/${pathOf(path === '' ? key : `${key}/${path}`)}`;
      return openedFile(await signed(url, { 'if-match': etag, ...range }), from);
    },
    // Objects have none.
    licence: async () => undefined,
  };
}

function queryOf(prefix: string, more: string): string {
  const next: Record<string, string> = more === '' ? {} : { 'continuation-token': more };
  return `${new URLSearchParams({ 'list-type': '2', 'encoding-type': 'url', prefix, ...next })}`;
}

/**
 * Objects on a page of a list. Keys were asked for in the form of addresses, so that no character of them has a meaning in XML; a store
 * that does not know that form says nothing of it.
 */
function objectsOf(page: string): readonly S3Object[] {
  const keyOf = (key: string) =>
    fieldOf(page, 'EncodingType') === 'url' ? decodeURIComponent(key.replaceAll('+', ' ')) : key;
  return [...page.matchAll(/<Contents>([\s\S]*?)<\/Contents>/g)].map(([, entry = '']) => ({
    key: keyOf(fieldOf(entry, 'Key') ?? ''),
    size: Number(fieldOf(entry, 'Size')),
    etag: fieldOf(entry, 'ETag') ?? '',
  }));
}

function fieldOf(xml: string, name: string): string | undefined {
  const text = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];
  return text?.replaceAll('&quot;', '"').replaceAll('&#34;', '"').replaceAll('&amp;', '&');
}

/** An object of the folder; neighbours whose name begins with the same letters, and marks of folders, are none. */
function fileOf({ etag, key, size }: S3Object, folder: string): LockedModelFile[] {
  if (key === folder) return [{ path: '', size, etag }];
  if (!key.startsWith(`${folder}/`) || key.endsWith('/')) return [];
  return [{ path: key.slice(folder.length + 1), size, etag }];
}

function pathOf(key: string): string {
  return key.split('/').map(encodeURIComponent).join('/');
}
