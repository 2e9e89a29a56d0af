import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { namedImages } from '../../constructs/core/index.ts';
import { objectsIn } from '../../workspace/bundle/bundle-objects.ts';

/** Every image that an object of a folder names. */
export function namesIn(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    /\.yaml$/.test(entry.name),
  );
  const objects = files.flatMap((entry) => objectsIn(readFileSync(join(entry.parentPath, entry.name), 'utf8')));
  return [...new Set(objects.flatMap((object) => namedImages(object).map(({ image }) => image)))];
}
