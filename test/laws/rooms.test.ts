import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectFiles, ROOT } from './project-files.ts';

const constructs = join(ROOT, 'constructs');
const folders = readdirSync(constructs, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);
const withDoor = folders.filter((name) => existsSync(join(constructs, name, 'index.ts')));
/** `core` is what rooms stand on, `imports` are types: neither is a capability. */
const rooms = folders.filter((name) => name !== 'core' && name !== 'imports');

const { exports } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  exports: Record<string, string | { readonly types: string; readonly default: string }>;
};

describe('what the package exports', () => {
  const compiled = Object.values(exports).flatMap((target) => (typeof target === 'string' ? [] : [target]));

  it('is one subpath for each folder of constructs/ with a door, and no other', () => {
    const doors = compiled.flatMap(
      ({ default: file }) => /^\.\/lib\/constructs\/([^/]+)\/index\.js$/.exec(file)?.[1] ?? [],
    );
    expect(doors.sort()).toEqual(withDoor.sort());
    for (const room of doors) expect(Object.keys(exports)).toContain(`./${room}`);
  });

  it('is compiled from a source that is there, and has its types beside it', () => {
    for (const target of compiled) {
      expect(target.types).toBe(target.default.replace(/\.js$/, '.d.ts'));
      if (target.default.includes('*')) continue;
      const source = target.default.replace('./lib/', '').replace(/\.js$/, '.ts');
      expect(existsSync(join(ROOT, source)), source).toBe(true);
    }
  });

  it('has every file of constructs/imports, by its name without .gen', () => {
    const { './imports/*': generated, ...named } = exports;
    expect(generated).toMatchObject({ default: './lib/constructs/imports/*.gen.js' });
    const importable = readdirSync(join(constructs, 'imports')).filter((file) => {
      const name = file.replace(/(\.gen)?\.ts$/, '');
      const target = named[`./imports/${name}`] ?? generated;
      const compiled = typeof target === 'string' ? target : target?.default.replace('*', name);
      return compiled === `./lib/constructs/imports/${file.replace(/\.ts$/, '.js')}`;
    });
    expect(importable).toEqual(readdirSync(join(constructs, 'imports')));
    expect(importable).toContain('katib.ts');
  });

  it('says the types before the code, because the first match counts', () => {
    for (const target of compiled) expect(Object.keys(target)).toEqual(['types', 'default']);
  });
});

describe.each(rooms)('the room %s', (room) => {
  const read = (file: string) => readFileSync(join(constructs, room, file), 'utf8');

  it('says in a README what it does', () => {
    expect(existsSync(join(constructs, room, 'README.md')), `constructs/${room}/README.md`).toBe(true);
  });

  it('has one class that extends Room, named after it, in a file named after it', () => {
    const name = room[0]?.toUpperCase() + room.slice(1);
    const classes = projectFiles(new RegExp(`^constructs/${room}/.*\\.ts$`)).flatMap(({ path, text }) =>
      [...text.matchAll(/export class (\w+) extends Room\b/g)].map(([, found]) => `${path}: ${found}`),
    );
    expect(classes).toEqual([`constructs/${room}/${room}.ts: ${name}`]);
  });

  it('names what leaves by its door, and exports the class and its props there', () => {
    const door = read('index.ts');
    expect(door).not.toMatch(/export \*/);
    expect(door).toMatch(new RegExp(`from './${room}\\.ts'`));
  });

  it('is opened in the table of contents', () => {
    expect(readFileSync(join(constructs, 'platform.ts'), 'utf8')).toContain(`this.${room} = `);
  });
});

it('every door is a list of names', () => {
  for (const { path, text } of projectFiles(/(^|\/)index\.ts$/)) expect(text, path).not.toMatch(/^export \*/m);
});
