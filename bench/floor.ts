import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The least that anybody could do: JSON of the same objects, and the same number of files. Prints milliseconds. */
const [source = '', out = ''] = process.argv.slice(2);
const objects = JSON.parse(readFileSync(source, 'utf8')) as { file: string; object: object }[];
const begun = performance.now();
const files = Map.groupBy(objects, ({ file }) => file);
rmSync(out, { recursive: true, force: true });
for (const [file, entries] of files) {
  mkdirSync(join(out, file, '..'), { recursive: true });
  writeFileSync(join(out, file), entries.map(({ object }) => JSON.stringify(object)).join('\n'));
}
console.log(Math.round(performance.now() - begun));
