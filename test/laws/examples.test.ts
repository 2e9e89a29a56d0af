import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from './project-files.ts';

const examples = readdirSync(join(ROOT, 'examples'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

describe.each(examples)('the example %s', (name) => {
  const file = join(ROOT, 'examples', name, 'README.md');
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';

  it('says for whom it is, what it makes and how it differs, on a page that is read in a minute', () => {
    for (const word of ['**For**', '**Makes**', '**Differs from']) expect(text).toContain(word);
    expect(text.split('\n').length).toBeLessThanOrEqual(40);
  });

  it('names no file that is not there', () => {
    const named = [...text.matchAll(/examples\/[\w./-]+\.(?:yaml|ts)/g)].map(([path]) => path);
    for (const path of named) expect(existsSync(join(ROOT, path)), path).toBe(true);
  });
});
