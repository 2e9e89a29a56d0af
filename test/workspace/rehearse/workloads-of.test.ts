import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { defaultWorkloads } from '../../../rehearsal/workloads/default-workloads.ts';
import { type Finding, PlatformError } from '../../../spec/finding.ts';
import { workloadsOf } from '../../../workspace/rehearse/workloads-of.ts';
import { teamsPlatform } from '../../rehearsal/workloads/sample-workloads.ts';

const SPEC = teamsPlatform();
const RIGHT = `apiVersion: plinth.dev/v1alpha1
kind: Workloads
jobs:
  - { name: resnet, team: vision, pool: train-h100, duration: 1h }
`;

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'plinth-workloads-'));
});
afterEach(() => rmSync(home, { recursive: true }));

function file(text: string): string {
  const path = join(home, 'jobs.yaml');
  writeFileSync(path, text);
  return path;
}

async function refusalOf(path: string): Promise<readonly Finding[]> {
  try {
    await workloadsOf({ kind: 'file', file: path }, SPEC);
    return [];
  } catch (error) {
    if (error instanceof PlatformError) return error.findings;
    throw error;
  }
}

describe('The jobs of a rehearsal', () => {
  test('are those of a file', async () => {
    const { jobs, speed } = await workloadsOf({ kind: 'file', file: file(RIGHT) }, SPEC);
    expect([jobs.map(({ name }) => name), speed]).toEqual([['resnet'], 60]);
  });

  test('are the usual ones where no file is given', async () => {
    expect(await workloadsOf({ kind: 'usual' }, SPEC)).toEqual(defaultWorkloads(SPEC));
  });

  test('are none on request', async () => {
    expect(await workloadsOf({ kind: 'none' }, SPEC)).toEqual({ speed: 1, jobs: [], servers: [], faults: [] });
  });
});

describe('A workloads file is refused', () => {
  test('that is not there, with what else could be done', async () => {
    const path = join(home, 'none.yaml');
    expect(await refusalOf(path)).toEqual([
      {
        code: 'FILE_MISSING',
        level: 'error',
        at: '(file)',
        problem: 'there is no such file',
        fix: 'name the workloads file itself, or leave --workloads out for the usual jobs',
        place: { file: path, line: 1, column: 1 },
      },
    ]);
  });

  test('that is a folder', async () => {
    expect(await refusalOf(home)).toMatchObject([{ code: 'FILE_UNREADABLE', place: { file: home } }]);
  });

  test.each([
    ['is empty', '', 'FILE_EMPTY', 1],
    ['is no YAML', 'kind: Workloads\njobs: [\n', 'YAML_SYNTAX', 3],
    ['says a thing twice', 'kind: Workloads\nkind: Workloads\n', 'YAML_SYNTAX', 2],
    ['holds two documents', `${RIGHT}---\n${RIGHT}`, 'YAML_DOCUMENTS', 6],
  ])('that %s, at its line', async (_, text, code, line) => {
    expect(await refusalOf(file(text))).toMatchObject([{ code, place: { line } }]);
  });

  test('that is a platform: its kind is wrong, and what follows is not a workload’s', async () => {
    const found = await refusalOf(file(RIGHT.replace('kind: Workloads', 'kind: Platform')));
    expect(found).toMatchObject([{ code: 'WORKLOADS_SHAPE_INVALID', at: 'kind', place: { line: 2 } }]);
  });

  test('whose jobs the platform could never run, at their line', async () => {
    expect(await refusalOf(file(RIGHT.replace('vision', 'visoin')))).toMatchObject([
      { code: 'WORKLOADS_TEAM_UNKNOWN', at: 'jobs[0].team', fix: 'write vision', place: { line: 4 } },
    ]);
  });
});
