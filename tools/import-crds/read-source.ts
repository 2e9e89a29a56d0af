import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type CrdSource, originMark } from './crd-source.ts';
import { type CustomResource, readCustomResources } from './custom-resource.ts';
import { moduleFolder } from './go-module.ts';
import type { Origin } from './print-file.ts';

/** What one source holds: its wanted kinds, in the wanted order, and the files that they are in. */
export interface SourceContent {
  readonly origin: Origin;
  readonly resources: readonly CustomResource[];
}

/** Fetches and reads a source; every wanted kind must be in it exactly once. */
export async function readSource(source: CrdSource, root: string): Promise<SourceContent> {
  const { origin } = source;
  const folder =
    origin.in === 'module' ? join(await moduleFolder(origin.module), origin.folder) : resolve(root, origin.folder);
  const files = (await readdir(folder)).filter((name) => name.endsWith('.yaml')).sort();
  const read = await Promise.all(files.map((name) => readCrdFile(folder, name, source)));
  const used = read.filter(({ resources }) => resources.length > 0);
  const found = used.flatMap(({ resources }) => resources);
  const resources = source.kinds.map((kind) => {
    const [only, ...others] = found.filter((resource) => resource.kind === kind);
    if (only === undefined || others.length > 0)
      throw new Error(`${folder} has ${others.length === 0 ? 'no' : 'several'} ${kind}`);
    return only;
  });
  return { origin: { from: originMark(origin), files: used.map(({ path, sha256 }) => ({ path, sha256 })) }, resources };
}

/** The SHA-256 of a file's bytes, in hexadecimal. */
export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

async function readCrdFile(folder: string, name: string, { origin, kinds, versions }: CrdSource) {
  const bytes = await readFile(join(folder, name));
  const resources = readCustomResources(bytes.toString('utf8'), versions).filter(({ kind }) => kinds.includes(kind));
  return { path: origin.in === 'module' ? `${origin.folder}/${name}` : name, sha256: sha256(bytes), resources };
}
