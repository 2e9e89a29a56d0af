import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { KubernetesObject } from '../../constructs/core/index.ts';

/** Objects of a YAML text. */
export function objectsIn(text: string): readonly KubernetesObject[] {
  const documents = parseAllDocuments(text, { version: '1.1', logLevel: 'silent' });
  const values = 'empty' in documents ? [] : documents.map((document) => document.toJS() as KubernetesObject | null);
  return values.filter((value): value is KubernetesObject => isText(value?.kind) && isText(value?.apiVersion));
}

/** Objects of released models in a committed folder. */
export async function releasedObjects(folder: string): Promise<readonly KubernetesObject[]> {
  const entries = await readdir(join(folder, 'releases'), { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries
    .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
  const texts = await Promise.all(files.sort().map((file) => readFile(file, 'utf8')));
  return texts.flatMap(objectsIn);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
