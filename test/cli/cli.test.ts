import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { plinth } from './run-plinth.ts';
import { runVerb } from './run-verb.ts';

const VERBS = ['init', 'validate', 'lock', 'synth', 'diff', 'explain', 'graph', 'images', 'cost', 'doctor', 'engines'];
const EXAMPLE = 'examples/existing/platform.yaml';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'plinth-cli-'));
});
afterEach(() => rmSync(home, { recursive: true }));

/** The example with one change, as a file of its own. */
function changed(change: (text: string) => string): string {
  const file = join(home, 'platform.yaml');
  writeFileSync(file, change(readFileSync(EXAMPLE, 'utf8')));
  return file;
}

describe('the command line', () => {
  test.each(VERBS)('%s has help of at most 40 lines with an example', async (verb) => {
    const { code, stdout } = await runVerb([verb, '--help']);
    expect(code).toBe(0);
    expect(stdout.split('\n').length).toBeLessThanOrEqual(40);
    if (verb !== 'engines') expect(stdout).toContain('Example:');
  });

  test('prints its version', () => {
    expect(plinth(['--version']).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  test('suggests the verb that was meant, and exits 2', () => {
    const { code, stderr } = plinth(['sinth', EXAMPLE]);
    expect(code).toBe(2);
    expect(stderr).toContain('synth');
  });

  test.each(['validate', 'graph', 'engines build'])('%s with an option that it does not have exits 2', async (verb) => {
    const { code, stderr } = await runVerb([...verb.split(' '), '--no-such-option']);
    expect(code).toBe(2);
    expect(stderr).toContain("unknown option '--no-such-option'");
  });

  test('writes no colours into a pipe', () => {
    const { stderr } = plinth(['validate', EXAMPLE]);
    expect(stderr).not.toContain('\u001b');
  });
});

describe('plinth validate', () => {
  test('accepts the example and names the next step', () => {
    const { code, stderr, stdout } = plinth(['validate', EXAMPLE]);
    expect(code).toBe(0);
    expect(stdout).toBe('');
    expect(stderr).toContain('next: plinth synth');
  });

  test('shows place, code, problem and fix of every mistake, and exits 1', async () => {
    const file = changed((text) => text.replace('kind: existing', 'kind: exiting').replace('delivery:', 'delivry:'));
    const { code, stderr } = await runVerb(['validate', file]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/platform\.yaml:\d+:\d+ {2}error {2}SPEC_SHAPE_INVALID/);
    expect(stderr).toContain('write existing');
    expect(stderr).toContain('write delivery');
  });

  test('prints findings as JSON and as SARIF', async () => {
    const file = changed((text) => text.replace('train: { guaranteed: 64', 'trian: { guaranteed: 64'));
    const { findings } = JSON.parse((await runVerb(['validate', file, '--json'])).stdout) as {
      findings: { code: string; place: { line: number } }[];
    };
    expect(findings[0]?.place.line).toBeGreaterThan(1);
    const sarif = JSON.parse((await runVerb(['validate', file, '--sarif'])).stdout) as {
      version: string;
      runs: { results: unknown[] }[];
    };
    expect(sarif.version).toBe('2.1.0');
    expect(sarif.runs[0]?.results.length).toBe(findings.length);
  });

  test.each([
    ['a missing file', 'no-such.yaml', 'FILE_MISSING'],
    ['a folder', '.', 'FILE_UNREADABLE'],
  ])('says clearly that %s cannot be read, and exits 2', async (_, file, code) => {
    const outcome = await runVerb(['validate', file]);
    expect(outcome.code).toBe(2);
    expect(outcome.stderr).toContain(code);
  });
});

describe('plinth synth', () => {
  test('writes the folder, is up to date after, and says which file is not once one is changed', async () => {
    const out = join(home, 'out');
    expect((await runVerb(['synth', EXAMPLE, '--out', out])).code).toBe(0);
    expect((await runVerb(['synth', EXAMPLE, '--out', out, '--check'])).code).toBe(0);
    writeFileSync(join(out, '20-platform/tenancy.yaml'), 'changed by hand');
    const check = await runVerb(['synth', EXAMPLE, '--out', out, '--check']);
    expect(check.code).toBe(1);
    expect(check.stderr).toContain('~ 20-platform/tenancy.yaml');
  });

  test('writes nothing at all when anything is wrong', async () => {
    const file = changed((text) => text.replace('guaranteed: 64', 'guaranteed: 100000'));
    expect((await runVerb(['synth', file, '--out', join(home, 'out')])).code).toBe(1);
    expect(readdirSync(home)).toEqual(['platform.yaml']);
  });

  test('asks for a lock where plain objects are to be applied', async () => {
    const { code, stderr } = await runVerb(['synth', EXAMPLE, '--out', join(home, 'out'), '--delivery', 'plain']);
    expect(code).toBe(1);
    expect(stderr).toContain('LOCK_MISSING');
    expect(stderr).toContain('plinth lock');
  });

  test('never deletes files of others', async () => {
    writeFileSync(join(home, 'mine.txt'), 'mine');
    const { code, stderr } = await runVerb(['synth', EXAMPLE, '--out', home]);
    expect(code).toBe(2);
    expect(stderr).toContain('FOLDER_FOREIGN_FILES');
    expect(readdirSync(home)).toEqual(['mine.txt']);
  });
});

describe('plinth init', () => {
  test.each(['aws', 'gcp', 'azure', 'digitalocean', 'baremetal', 'existing'])(
    'writes a valid beginning for %s without asking',
    async (target) => {
      const folder = join(home, 'my-platform');
      const begun = await runVerb(['init', folder, '--yes', '--target', target, '--json']);
      expect(begun.code).toBe(0);
      const { files } = JSON.parse(begun.stdout) as { files: string[] };
      const spec = files.find((file) => file.endsWith('platform.yaml')) ?? '';
      const { code, stderr } = await runVerb(['validate', join(folder, spec)]);
      expect(stderr).not.toContain('error');
      expect(code).toBe(0);
    },
  );

  test('never asks without a terminal, and never writes over anything', async () => {
    expect((await runVerb(['init', home, '--json'])).code).toBe(0);
    const again = await runVerb(['init', home]);
    expect(again.code).toBe(2);
    expect(again.stderr).toContain('FOLDER_NOT_EMPTY');
  });
});

describe('plinth images', () => {
  test('lists every image with its name under a mirror and never invents a digest', async () => {
    const { images } = JSON.parse(
      (await runVerb(['images', EXAMPLE, '--mirror', 'mirror.example.org', '--json'])).stdout,
    ) as {
      images: { image: string; digest?: string; mirror: string }[];
    };
    const kueue = images.find(({ image }) => image.includes('kueue'));
    expect(kueue?.mirror).toBe(`mirror.example.org/${kueue?.image}`);
    expect(images.every(({ digest }) => digest === undefined)).toBe(true);
  });
});
