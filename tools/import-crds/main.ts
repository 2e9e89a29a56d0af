import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { generate } from './generate.ts';

const root = resolve(import.meta.dirname, '../..');
const folder = join(root, 'constructs/imports');

/** Names of the files that differ from what is generated now: changed, missing, or no longer wanted. */
async function stale(files: ReadonlyMap<string, string>): Promise<readonly string[]> {
  const present = (await readdir(folder)).filter((name) => name.endsWith('.gen.ts'));
  const names = [...new Set([...present, ...files.keys()])].sort();
  const texts = await Promise.all(
    names.map((name) => (present.includes(name) ? readFile(join(folder, name), 'utf8') : undefined)),
  );
  return names.filter((name, index) => texts[index] !== files.get(name));
}

async function write(files: ReadonlyMap<string, string>, names: readonly string[]): Promise<void> {
  for (const name of names) {
    const text = files.get(name);
    await (text === undefined ? rm(join(folder, name)) : writeFile(join(folder, name), text));
    process.stderr.write(`${text === undefined ? 'removed' : 'written'} ${name}\n`);
  }
}

await mkdir(folder, { recursive: true });
const files = await generate(root);
const names = await stale(files);
if (process.argv.includes('--check')) {
  for (const name of names) process.stdout.write(`${name}\n`);
  if (names.length > 0) process.exitCode = 1;
} else {
  await write(files, names);
}
