import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { onDigitalOcean } from '../stacks/digitalocean/digitalocean-sample.ts';
import { writePlatform } from './pulumi-platform.ts';
import { type Environment, PulumiProject } from './pulumi-project.ts';

const require = createRequire(import.meta.url);

/** Whether Pulumi's own policy package is installed: a development dependency. */
const has = (() => {
  try {
    return require.resolve('@pulumi/policy') !== '';
  } catch {
    process.stderr.write('skipped: the policy pack, because @pulumi/policy is not installed\n');
    return false;
  }
})();

/** A program that is not Plinth's: a bucket that everybody reads, and one as the rules want it. */
const program = (acl: string, protect: boolean) => `
import { SpacesBucket } from '@pulumi/digitalocean/spacesBucket.js';
new SpacesBucket('theirs', { name: 'theirs', region: 'ams3', acl: '${acl}' }, { protect: ${protect} });
`;

describe.runIf(has)('the policy pack, run by the engine', () => {
  let project: PulumiProject;
  let pack: string;

  beforeAll(async () => {
    project = await PulumiProject.create();
    pack = await layOutPack(project);
    await mkdir(project.path('theirs'));
  }, 600_000);
  afterAll(() => project?.remove());

  const preview = (environment: Environment, folder?: string) =>
    environment.run('preview', ['--policy-pack', pack, ...(folder === undefined ? [] : ['--cwd', folder])]);

  async function theirs(name: string, text: string): Promise<[Environment, string]> {
    const folder = project.path('theirs', name);
    await mkdir(folder);
    await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
    await writeFile(join(folder, 'Pulumi.yaml'), 'name: plinth\nmain: index.js\nruntime: nodejs\n');
    await writeFile(join(folder, 'index.js'), text);
    // What a user’s folder has: the SDKs.
    await symlink(resolve('node_modules'), join(folder, 'node_modules'));
    return [await project.stack(name, '', { plain: {} }), folder];
  }

  test('refuses a stack of anybody’s with the rule’s own words', async () => {
    const { code, words } = await preview(...(await theirs('open', program('public-read', false))));
    expect(code).not.toBe(0);
    expect(words).toContain('buckets-not-public');
    expect(words).toContain("the bucket is public-read: set `acl: 'private'`");
    expect(words).toContain('data-kept');
    expect(words).toContain('it holds what cannot be made again: set `protect`');
  });

  test('lets a good one pass, and says what it looked at', async () => {
    const { code, words } = await preview(...(await theirs('kept', program('private', true))));
    expect(code, words).toBe(0);
    expect(words).toMatch(/plinth/);
    expect(words).not.toMatch(/mandatory/);
  });

  test('lets Plinth’s own stack pass', async () => {
    await writePlatform(project.path('own'), { ...onDigitalOcean(), delivery: { kind: 'plain' } });
    const plain = { 'plinth:spec': 'own/platform.yaml', 'plinth:layer': 'infrastructure' };
    const environment = await project.stack('own', '', { plain });
    const { code, words } = await preview(environment);
    expect(code, words).toBe(0);
    expect(words).not.toMatch(/mandatory/);
  });
});

/** The folder of a pack as stacks/policy/README.md has it, with Plinth's rules from the sources, and the engine's way to start it. */
async function layOutPack(project: PulumiProject): Promise<string> {
  const folder = project.path('policy');
  await mkdir(folder);
  await writeFile(join(folder, 'PulumiPolicy.yaml'), 'runtime: nodejs\nmain: index.js\n');
  await writeFile(join(folder, 'package.json'), '{ "version": "1.0.0", "type": "commonjs" }');
  const rules = pathToFileURL(resolve('stacks/policy/index.ts')).href;
  const here = JSON.stringify(resolve('.'));
  await writeFile(
    join(folder, 'index.js'),
    `module.exports = import('${rules}').then(({ startPolicyPack }) => startPolicyPack(${here}));\n`,
  );
  const shim = project.path('bin', 'pulumi-analyzer-policy');
  const runner = require.resolve('@pulumi/pulumi/cmd/run-policy-pack');
  await writeFile(shim, `#!/bin/sh\nexec "${process.execPath}" "${runner}" "$@"\n`);
  await chmod(shim, 0o755);
  return folder;
}
