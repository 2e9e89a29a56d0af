import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { parseAllDocuments, stringify } from 'yaml';
import type { Lock, LockedAddOn, LockedObject } from '../../constructs/core/index.ts';
import { type Finding, PlatformError } from '../../spec/finding.ts';
import { fleetAddress, fleetLockFolder } from '../fleet/fleet-address.ts';

/** Name of the folder beside the spec. */
export const LOCK_FOLDER = 'platform.lock';
/** Version of the folder's form. */
const FORM = 1;

interface LockIndex {
  readonly form: number;
  readonly addOns: readonly Omit<LockedAddOn, 'crds' | 'objects'>[];
  readonly images: Readonly<Record<string, string>>;
  readonly models?: Lock['models'];
}

/** Folder of the lock that belongs to a spec file, or to a platform of a fleet. */
export function lockFolderOf(file: string): string {
  const address = fleetAddress(file);
  if (address !== undefined) return fleetLockFolder(address);
  return join(dirname(resolve(file)), LOCK_FOLDER);
}

/** Writes a lock as a folder, in one step: an index, and the objects of each add-on. */
export async function writeLock(folder: string, lock: Lock): Promise<void> {
  const fresh = join(dirname(folder), `.${basename(folder)}.${process.pid}.new`);
  await rm(fresh, { recursive: true, force: true });
  await mkdir(fresh, { recursive: true });
  const entries = Object.entries(lock.addOns).sort(([a], [b]) => (a < b ? -1 : 1));
  const index: LockIndex = {
    form: FORM,
    addOns: entries.map(([, { crds: _, objects: __, ...rest }]) => rest),
    images: Object.fromEntries(Object.entries(lock.images).sort(([a], [b]) => (a < b ? -1 : 1))),
    ...(lock.models === undefined ? {} : { models: lock.models }),
  };
  await writeFile(join(fresh, 'lock.json'), `${JSON.stringify(index, null, 2)}\n`);
  for (const [name, { crds, objects }] of entries) {
    const text = [...crds, ...objects].map((object) =>
      stringify(object, { version: '1.1', lineWidth: 0, aliasDuplicateObjects: false }),
    );
    await writeFile(join(fresh, `${name}.yaml`), text.join('---\n'));
  }
  await rm(folder, { recursive: true, force: true });
  await rename(fresh, folder);
}

/**
 * Reads the lock beside a spec; nothing where there is none.
 *
 * @throws {PlatformError} `LOCK_UNREADABLE` if the folder is there but not a lock.
 */
export async function readLock(folder: string): Promise<Lock | undefined> {
  const text = await readFile(join(folder, 'lock.json'), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  try {
    const index = JSON.parse(text) as LockIndex;
    if (index.form !== FORM) throw new Error(`its form is ${index.form}, this version of Plinth reads ${FORM}`);
    const addOns = await Promise.all(
      index.addOns.map(
        async (entry) => [entry.component, { ...entry, ...(await objectsIn(folder, entry.component)) }] as const,
      ),
    );
    const { images, models } = index;
    return { addOns: Object.fromEntries(addOns), images, ...(models === undefined ? {} : { models }) };
  } catch (error) {
    throw unreadable(folder, (error as Error).message);
  }
}

/** Models of the lock that is there: `plinth bundle models` wrote them, and a new lock keeps them. */
export async function keptModels(folder: string): Promise<Pick<Lock, 'models'>> {
  const { models } = (await readLock(folder).catch(() => undefined)) ?? {};
  return models === undefined ? {} : { models };
}

async function objectsIn(folder: string, component: string): Promise<Pick<LockedAddOn, 'crds' | 'objects'>> {
  const documents = parseAllDocuments(await readFile(join(folder, `${component}.yaml`), 'utf8'), { version: '1.1' });
  const all = 'empty' in documents ? [] : documents.map((document) => document.toJS() as LockedObject);
  return {
    crds: all.filter(({ kind }) => kind === 'CustomResourceDefinition'),
    objects: all.filter(({ kind }) => kind !== 'CustomResourceDefinition'),
  };
}

function unreadable(folder: string, because: string): PlatformError {
  const finding: Finding = {
    code: 'LOCK_UNREADABLE',
    level: 'error',
    at: '(lock)',
    problem: `${folder} is not a lock: ${because}`,
    fix: 'make it anew with `plinth lock`',
    place: { file: folder, line: 1, column: 1 },
  };
  return new PlatformError([finding]);
}
