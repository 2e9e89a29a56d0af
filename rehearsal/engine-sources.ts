import { chmod, cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fetchModule } from './chart-from-module.ts';
import { type Engine, wrapperFolder } from './engine-catalog.ts';
import { EngineError } from './engine-error.ts';
import type { SourceChange } from './source-change.ts';

/** A copy of an engine's module with its changes. */
export interface ChangedSources {
  /** `go.mod` for the flag `-modfile`: the wrapper's own, with the copy in the place of the module. */
  readonly modfile: string;
  /** Removes the copy. */
  remove(): Promise<void>;
}

/**
 * Copies the module of an engine and changes the copy; the module cache stays as it is.
 *
 * @throws {EngineError} `ENGINE_SOURCE_CHANGED` if a text is not there, or not only once: the pin was raised past a change.
 */
export async function changedSources(which: Engine): Promise<ChangedSources> {
  const folder = await mkdtemp(join(tmpdir(), 'plinth-sources-'));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    await copyAndChange(which, join(folder, 'module'));
    return { modfile: await writeModfile(which, folder), remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function copyAndChange({ name, module, version, changes = [] }: Engine, copy: string): Promise<void> {
  const { folder } = await fetchModule(module, version);
  await cp(folder, copy, { recursive: true, filter: (path) => !/\/(?:site|test|testdata)$/.test(path) });
  await makeFoldersWritable(copy);
  for (const change of changes) {
    const file = join(copy, change.file);
    const text = changeOnce(name, await readFile(file, 'utf8'), change);
    await chmod(file, 0o644);
    await writeFile(file, text);
  }
}

/** The module cache is read-only and so is what is copied from it: nobody but root could remove it again. */
async function makeFoldersWritable(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const entry of entries) if (entry.isDirectory()) await chmod(join(entry.parentPath, entry.name), 0o755);
}

/** The wrapper's pins, and beside them the sums that `-modfile` expects under the same name. */
async function writeModfile(which: Engine, folder: string): Promise<string> {
  const wrapper = wrapperFolder(which);
  const modfile = join(folder, 'go.mod');
  const pins = await readFile(join(wrapper, 'go.mod'), 'utf8');
  await writeFile(modfile, `${pins}\nreplace ${which.module} => ${join(folder, 'module')}\n`);
  await cp(join(wrapper, 'go.sum'), join(folder, 'go.sum'));
  return modfile;
}

function changeOnce(name: string, text: string, { file, from, to }: SourceChange): string {
  const parts = text.split(from);
  if (parts.length === 2) return parts.join(to);
  throw new EngineError({
    code: 'ENGINE_SOURCE_CHANGED',
    at: name,
    problem: `${file} holds ${JSON.stringify(from)} ${parts.length - 1} times, not once: its version was raised`,
    fix: 'adapt the changes of this engine in rehearsal/ to its new sources',
  });
}
