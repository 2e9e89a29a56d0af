import type { LockedModelFile } from '../../../constructs/core/index.ts';
import type { ModelAddress } from '../../../spec/model-artefact.ts';
import { type Ask, type ModelAccess, type ModelStore, openedFile } from './model-files.ts';

type HuggingFaceAddress = Extract<ModelAddress, { kind: 'hf' }>;

interface TreeEntry {
  readonly type: 'file' | 'directory';
  readonly path: string;
  readonly size: number;
  /** Digest of the blob in Git. */
  readonly oid: string;
  /** Large files: what Git has is a pointer, and this is about the file. */
  readonly lfs?: { readonly oid: string; readonly size: number };
}

/** A model of Hugging Face, or of a mirror with the same interface, at one commit. */
export function huggingFaceModel(
  { repository, revision = 'main' }: HuggingFaceAddress,
  { endpoint = 'https://huggingface.co', token }: NonNullable<ModelAccess['huggingFace']>,
  ask: Ask,
): ModelStore {
  const root = endpoint.replace(/\/$/, '');
  const account: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
  return {
    list: async () => {
      const files: LockedModelFile[] = [];
      const page = `${root}/api/models/${repository}/tree/${revision}`;
      for (let query: string | undefined = '?recursive=true'; query !== undefined; ) {
        const answer = await ask(`${page}${query}`, account);
        const entries = (await answer.json()) as readonly TreeEntry[];
        files.push(...entries.filter(({ type }) => type === 'file').map(fileOf));
        const next = /<([^>]+)>;\s*rel="next"/.exec(answer.headers.get('link') ?? '')?.[1];
        // Its host may be another than the mirror that was asked, and gets no token.
        query = next === undefined ? undefined : new URL(next, page).search;
      }
      return files;
    },
    open: async ({ path }, from) => {
      const name = path.split('/').map(encodeURIComponent).join('/');
      const range: Record<string, string> = from === 0 ? {} : { range: `bytes=${from}-` };
      return openedFile(await ask(`${root}/${repository}/resolve/${revision}/${name}`, { ...account, ...range }), from);
    },
    licence: async () => {
      const answer = await ask(`${root}/api/models/${repository}/revision/${revision}`, account);
      const { cardData, tags = [] } = (await answer.json()) as {
        readonly cardData?: { readonly license?: unknown };
        readonly tags?: readonly string[];
      };
      const tagged = tags.find((tag) => tag.startsWith('license:'))?.slice('license:'.length);
      return typeof cardData?.license === 'string' ? cardData.license : tagged;
    },
  };
}

function fileOf({ lfs, oid, path, size }: TreeEntry): LockedModelFile {
  return lfs === undefined
    ? { path, size, etag: `git:${oid}` }
    : { path, size: lfs.size, etag: `sha256:${lfs.oid.replace('sha256:', '')}` };
}
