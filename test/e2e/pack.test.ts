import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type PackedPackage, packedPackage, run } from '../packaging/packed-package.ts';

interface Scripts {
  readonly name: string;
  readonly scripts?: Readonly<Record<string, string>>;
}

/** Packages that would run a program on a user's machine, and why they are there. */
const KNOWN_SCRIPTS: readonly string[] = [];

describe('the package, installed by npm into an empty project', () => {
  let packed: PackedPackage;
  let project: string;

  beforeAll(async () => {
    packed = await packedPackage();
    project = join(packed.folder, 'installed');
    await mkdir(project);
    await writeFile(join(project, 'package.json'), '{ "name": "installed", "private": true, "type": "module" }\n');
    const args = ['install', '--prefer-offline', '--no-audit', '--no-fund', packed.archive, 'cdk8s', 'constructs'];
    expect(await run('npm', args, project)).toMatchObject({ code: 0 });
  });

  afterAll(() => packed?.remove());

  test('is found by a plain program', async () => {
    const text =
      "import { Platform } from 'plinth';\nimport { components } from 'plinth/catalog';\nconsole.log(Platform.name, 'kueue' in components);\n";
    await writeFile(join(project, 'use.js'), text);
    expect(await run(process.execPath, ['use.js'], project)).toEqual({
      code: 0,
      stdout: 'Platform true\n',
      stderr: '',
    });
  });

  test('has one copy of what must be there once', async () => {
    expect(await readdir(join(project, 'node_modules/plinth'))).not.toContain('node_modules');
  });

  test('starts as npx plinth, and makes, checks and renders a platform', async () => {
    expect((await run('npx', ['plinth', '--version'], project)).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect(await run('npx', ['plinth', 'init', 'x', '--yes'], project)).toMatchObject({ code: 0 });
    expect(await run('npx', ['plinth', 'validate', 'x/platform.yaml'], project)).toMatchObject({ code: 0 });
    expect(await run('npx', ['plinth', 'synth', 'x/platform.yaml', '--out', 'x/deploy'], project)).toMatchObject({
      code: 0,
    });
  });

  test('runs no program when it is installed', async () => {
    const manifests = await installedPackages(project);
    const running = manifests.filter(
      ({ scripts = {} }) => 'preinstall' in scripts || 'install' in scripts || 'postinstall' in scripts,
    );
    expect(running.map(({ name }) => name).filter((name) => !KNOWN_SCRIPTS.includes(name))).toEqual([]);
    console.log(`installed: ${manifests.length} packages`);
  });
});

async function installedPackages(project: string): Promise<Scripts[]> {
  const lock = JSON.parse(await readFile(join(project, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, unknown>;
  };
  const folders = Object.keys(lock.packages).filter((path) => path.startsWith('node_modules/'));
  const texts = await Promise.all(
    folders.map((path) => readFile(join(project, path, 'package.json'), 'utf8').catch(() => undefined)),
  );
  // Packages for other systems are in the lock and not on the disk.
  return texts.flatMap((text) => (text === undefined ? [] : [JSON.parse(text) as Scripts]));
}
