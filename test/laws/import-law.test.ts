import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ROOT } from './project-files.ts';

const LAW = '.dependency-cruiser.cjs';
const { forbidden } = createRequire(import.meta.url)(join(ROOT, LAW)) as { forbidden: { name: string }[] };

interface Report {
  readonly summary: {
    readonly totalCruised: number;
    readonly violations: readonly {
      readonly from: string;
      readonly to: string;
      readonly rule: { readonly name: string };
    }[];
  };
}

/** Runs the law over folders, as `npm run laws` does. */
function cruise(folder: string, paths: readonly string[]): Report['summary'] {
  const program = join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
  const args = [program, '--config', LAW, '--output-type', 'json', ...paths];
  const { stdout } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 });
  return (JSON.parse(stdout) as Report).summary;
}

/** What `npm run laws` looks at. */
function lawPaths(): string[] {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: { laws: string } };
  return scripts.laws.split(' ').slice(3);
}

it('no import points back or goes round', () => {
  const { totalCruised, violations } = cruise(ROOT, lawPaths());
  expect(violations.map(({ from, rule, to }) => `${rule.name}: ${from} imports ${to}`)).toEqual([]);
  expect(totalCruised).toBeGreaterThan(300);
});

/** One program for each rule that breaks it and no other: the importer, and what it imports. */
const BREACHES: Readonly<Record<string, readonly [from: string, to: string]>> = {
  'no-cycles': ['spec/hen.ts', 'spec/egg.ts'],
  'catalog-is-the-bottom': ['catalog/machine.ts', 'spec/pool.ts'],
  'spec-stands-on-the-catalog': ['spec/facts.ts', 'constructs/room.ts'],
  'constructs-know-no-cloud': ['constructs/queueing/queue.ts', 'stacks/aws/cluster.ts'],
  'rooms-meet-at-the-door': ['constructs/training/job.ts', 'constructs/queueing/team-queue.ts'],
  'rooms-do-not-use-their-own-door': ['constructs/tenancy/team.ts', 'constructs/tenancy/index.ts'],
  'facts-know-no-pulumi': ['stacks/gcp/facts.ts', 'node_modules/@pulumi/gcp/index.js'],
  'targets-are-strangers': ['stacks/azure/pools.ts', 'stacks/digitalocean/pools.ts'],
  'stacks-are-below-the-workspace': ['rehearsal/install.ts', 'workspace/folder.ts'],
  'the-judge-stands-alone': ['verification/judge.ts', 'workspace/prometheus.ts'],
  'workspace-is-below-the-cli': ['workspace/lock.ts', 'cli/synth.ts'],
  'product-does-not-know-its-tests': ['cli/verbs.ts', 'test/sample.ts'],
};

describe('the law bites', () => {
  const folder = mkdtempSync(join(tmpdir(), 'plinth-law-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('when each of its rules is broken once', () => {
    cpSync(join(ROOT, LAW), join(folder, LAW));
    write(
      folder,
      'tsconfig.json',
      '{ "compilerOptions": { "module": "nodenext", "allowImportingTsExtensions": true } }',
    );
    for (const [from, to] of Object.values(BREACHES)) {
      write(folder, to, 'export const value = 1;\n');
      write(folder, from, `export { value } from '${specifier(from, to)}';\n`);
    }
    write(folder, 'spec/egg.ts', "export { value } from './hen.ts';\n");
    write(
      folder,
      'node_modules/@pulumi/gcp/package.json',
      '{ "name": "@pulumi/gcp", "type": "module", "main": "index.js" }',
    );
    const { violations } = cruise(folder, [
      ...new Set(Object.values(BREACHES).map(([from]) => from.split('/')[0] ?? '')),
    ]);
    const broken = violations.flatMap(({ from, rule, to }) => [`${rule.name}: ${from}`, `${rule.name}: ${to}`]);
    expect(broken).toEqual(
      expect.arrayContaining(Object.entries(BREACHES).map(([name, [from]]) => `${name}: ${from}`)),
    );
  });

  it('has a breach for every rule', () => {
    expect(Object.keys(BREACHES).sort()).toEqual(forbidden.map(({ name }) => name).sort());
  });
});

function write(folder: string, path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

function specifier(from: string, to: string): string {
  if (to.startsWith('node_modules/')) return to.replace('node_modules/', '').replace('/index.js', '');
  return `${'../'.repeat(from.split('/').length - 1) || './'}${to}`;
}
