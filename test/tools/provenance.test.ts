import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { buildHere, provenance } from '../../tools/provenance.ts';

const COMMIT = '0123456789abcdef0123456789abcdef01234567';

describe('the provenance of a build', () => {
  const lock = readFileSync('package-lock.json', 'utf8');
  const made = provenance({
    builder: 'https://ci.example.org',
    commit: COMMIT,
    lock,
    node: 'v24',
    package: 'plinth@1',
  });

  test('names the commit, the builder and the lock', () => {
    expect(made.buildDefinition.externalParameters).toEqual({ commit: COMMIT, package: 'plinth@1' });
    expect(made.runDetails.builder.id).toBe('https://ci.example.org');
    expect(made.buildDefinition.resolvedDependencies.slice(0, 2)).toEqual([
      { uri: 'git+plinth', digest: { gitCommit: COMMIT } },
      { uri: 'package-lock.json', digest: { sha256: expect.stringMatching(/^[0-9a-f]{64}$/) } },
    ]);
  });

  test('has every locked package with the digest that npm checked', () => {
    const { packages } = JSON.parse(lock) as { packages: Record<string, { integrity?: string; version?: string }> };
    const { integrity = '', version } = packages['node_modules/@pulumi/pulumi'] ?? {};
    expect(made.buildDefinition.resolvedDependencies).toContainEqual({
      uri: `pkg:npm/%40pulumi/pulumi@${version}`,
      digest: { sha512: Buffer.from(integrity.replace('sha512-', ''), 'base64').toString('hex') },
    });
    const locked = Object.values(packages).filter((each) => each.integrity !== undefined);
    expect(made.buildDefinition.resolvedDependencies).toHaveLength(locked.length + 2);
  });

  test('is refused where files differ from the commit', () => {
    const folder = mkdtempSync(join(tmpdir(), 'plinth-provenance-'));
    const git = (...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.org', ...args], { cwd: folder });
    git('init', '--quiet');
    writeFileSync(join(folder, 'package.json'), '{ "name": "x", "version": "1.0.0" }');
    writeFileSync(join(folder, 'package-lock.json'), '{ "packages": {} }');
    git('add', '.');
    git('commit', '--quiet', '-m', 'one');
    expect(buildHere(folder, 'me')).toMatchObject({
      package: 'x@1.0.0',
      commit: expect.stringMatching(/^[0-9a-f]{40}$/),
    });
    writeFileSync(join(folder, 'package-lock.json'), '{}');
    expect(() => buildHere(folder, 'me')).toThrow('differs from its commit');
    rmSync(folder, { recursive: true });
  });
});
