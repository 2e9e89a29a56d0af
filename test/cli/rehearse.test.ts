import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { plinth } from './run-plinth.ts';
import { runVerb } from './run-verb.ts';

const EXAMPLE = 'examples/existing/platform.yaml';
const JOBS = `apiVersion: plinth.dev/v1alpha1
kind: Workloads
jobs:
  - { name: resnet, team: vision, pool: train, duration: 1h }
`;

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'plinth-rehearse-'));
});
afterEach(() => rmSync(home, { recursive: true }));

function file(text: string): string {
  const path = join(home, 'jobs.yaml');
  writeFileSync(path, text);
  return path;
}

/** Runs a rehearsal that must end before anything starts. */
async function refused(...args: readonly string[]) {
  const { code, stderr, stdout } = await runVerb(['rehearse', ...args]);
  expect(stderr).not.toContain('control plane');
  expect(stderr).not.toContain('engine');
  return { code, stderr, stdout };
}

describe('plinth rehearse', () => {
  test('has help of at most 40 lines with examples', () => {
    const { code, stdout } = plinth(['rehearse', '--help']);
    expect(code).toBe(0);
    expect(stdout).toContain('Examples:');
    expect(stdout.split('\n').length).toBeLessThanOrEqual(40);
  });

  test('wants a file, and no option that it does not have: exits 2', () => {
    expect(plinth(['rehearse']).stderr).toContain("missing required argument 'file'");
    const { code, stderr } = plinth(['rehearse', EXAMPLE, '--workload', 'jobs.yaml']);
    expect(code).toBe(2);
    expect(stderr).toContain('--workloads');
  });
});

describe('plinth rehearse ends before anything starts', () => {
  test.each([
    ['a missing platform', ['no-such.yaml'], 'FILE_MISSING'],
    ['a folder', ['.'], 'FILE_UNREADABLE'],
    ['missing jobs', [EXAMPLE, '--workloads', 'no-such.yaml'], 'FILE_MISSING'],
    ['a folder of jobs', [EXAMPLE, '--workloads', '.'], 'FILE_UNREADABLE'],
    ['a report that has no place', [EXAMPLE, '--html', 'no-such/report.html'], 'FILE_UNWRITABLE'],
  ])('with exit code 2 for %s', async (_, args, code) => {
    const { code: exit, stderr } = await refused(...args);
    expect([exit, stderr.includes(code)]).toEqual([2, true]);
  });

  test.each(['0', '-5', '0.5', '1441', 'soon', '', 'NaN'])(
    'with exit code 2 for a time limit of %j minutes',
    async (limit) => {
      const { code, stderr } = await refused(EXAMPLE, `--time-limit=${limit}`);
      expect(code).toBe(2);
      expect(stderr).toContain('expected minutes, 1 to 1440');
    },
  );

  test.each([
    ['pools.trian.nodes.max=4', 'WHATIF_PATH_UNKNOWN', 'write train'],
    ['pools.train.nodes=4', 'WHATIF_PATH_UNFINISHED', 'go on with one of min, max'],
    ['pools.train.nodes.max', 'WHATIF_ASSIGNMENT_MALFORMED', 'pools.NAME.nodes.max=32'],
    ['pools.train.nodes.max=many', 'SPEC_SHAPE_INVALID', 'pools[0].nodes.max'],
  ])('with exit code 1 for the change %s', async (change, code, words) => {
    const { code: exit, stderr } = await refused(EXAMPLE, '--no-workloads', '--what-if', change);
    expect(exit).toBe(1);
    expect(stderr).toContain(code);
    expect(stderr).toContain(words);
  });

  test('with exit code 1 for the second of two changes', async () => {
    const right = 'pools.train.nodes.max=64';
    const { code, stderr } = await refused(
      EXAMPLE,
      '--no-workloads',
      '--what-if',
      right,
      '--what-if',
      'pools.x.nodes.max=4',
    );
    expect(code).toBe(1);
    expect(stderr).toContain('there is no x in pools');
  });

  test('with exit code 1 for jobs that the platform could never run, at their line', async () => {
    const { code, stderr } = await refused(EXAMPLE, '--workloads', file(JOBS.replace('vision', 'visoin')));
    expect(code).toBe(1);
    expect(stderr).toMatch(/jobs\.yaml:4:\d+ {2}error {2}WORKLOADS_TEAM_UNKNOWN/);
    expect(stderr).toContain('fix: write vision');
  });

  test('with exit code 1 for jobs that only the changed platform could not run', async () => {
    const gang = file(JOBS.replace('duration: 1h', 'nodes: 16, duration: 1h'));
    const { code, stderr } = await refused(
      EXAMPLE,
      '--workloads',
      gang,
      '--what-if',
      'teams.vision.quota.train.borrowable=0',
    );
    expect(code).toBe(1);
    expect(stderr).toContain('WORKLOADS_QUOTA_EXCEEDED');
  });

  test('with findings as JSON on request, and nothing beside them', async () => {
    const { code, stdout } = await refused(EXAMPLE, '--json', '--workloads', file('kind: Workloads\n'));
    expect(code).toBe(1);
    const { findings } = JSON.parse(stdout) as { readonly findings: readonly { readonly code: string }[] };
    expect(findings.map((each) => each.code)).toContain('WORKLOADS_SHAPE_INVALID');
  });
});

describe('--workloads and --no-workloads', () => {
  /** A change that is refused after the jobs were read: nothing starts in any case. */
  const NOTHING = ['--what-if', 'nothing=1'];

  test('are one option: the last of them counts', async () => {
    const none = await refused(EXAMPLE, '--workloads', 'no-such.yaml', '--no-workloads', ...NOTHING);
    expect(none.stderr).not.toContain('FILE_MISSING');
    const some = await refused(EXAMPLE, '--no-workloads', '--workloads', 'no-such.yaml', ...NOTHING);
    expect(some.stderr).toContain('FILE_MISSING');
    expect([none.code, some.code]).toEqual([1, 2]);
  });
});
