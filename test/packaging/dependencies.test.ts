import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { projectFiles, ROOT } from '../laws/project-files.ts';

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Manifest;

/** Packages that the shipped programs import, whether as code or as types. */
const imported = new Set(
  projectFiles(/^(bin|catalog|spec|constructs|stacks|rehearsal|workspace|cli)\/.*\.(ts|js)$|^index\.ts$/)
    .flatMap(({ text }) => ts.preProcessFile(text).importedFiles.map(({ fileName }) => fileName))
    .filter((name) => !/^(\.|node:)/.test(name))
    .map((name) =>
      name
        .split('/')
        .slice(0, name.startsWith('@') ? 2 : 1)
        .join('/'),
    ),
);

/** Dependencies that nothing imports yet; each costs every user its download. */
const UNUSED: readonly string[] = [];

describe('the dependencies of the package', () => {
  it('hold everything that it imports, so that it runs without the packages of its own development', () => {
    const known = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies });
    expect([...imported].filter((name) => !known.includes(name))).toEqual([]);
  });

  it('hold nothing that it does not import', () => {
    const unused = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies }).filter(
      (name) => !imported.has(name),
    );
    expect(unused).toEqual(UNUSED);
  });

  it('are tried with a version that users can have', () => {
    for (const [name, range] of Object.entries(manifest.peerDependencies)) {
      const [major] = range.replace('^', '').split('.');
      expect(manifest.devDependencies[name]?.split('.')[0], name).toBe(major);
    }
  });
});
