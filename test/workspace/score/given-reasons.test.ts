import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PlatformError } from '../../../spec/finding.ts';
import { parseReasons, readReasons } from '../../../workspace/score/given-reasons.ts';

const GOOD = '- rule: COST_BUDGET\n  at: teams.vision\n  because: the department pays for it\n';

function problemOf(text: string): string {
  try {
    parseReasons(text, 'score-reasons.yaml');
  } catch (error) {
    if (error instanceof PlatformError) return error.findings.map(({ code, problem }) => `${code} ${problem}`).join();
    throw error;
  }
  return '';
}

describe('reasons beside the spec', () => {
  it('are read', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'plinth-reasons-'));
    await writeFile(join(folder, 'score-reasons.yaml'), GOOD);
    expect(await readReasons(join(folder, 'platform.yaml'))).toEqual([
      { rule: 'COST_BUDGET', at: 'teams.vision', because: 'the department pays for it' },
    ]);
    await rm(folder, { recursive: true });
  });

  it('are none where there is no file, or nothing in it', async () => {
    expect(await readReasons('/nowhere/platform.yaml')).toEqual([]);
    expect(parseReasons('', 'x')).toEqual([]);
  });

  it.each([
    ['no list', 'rule: COST_BUDGET'],
    ['a rule that nobody knows', GOOD.replace('COST_BUDGET', 'COST_NOTHING')],
    ['no reason', '- rule: COST_BUDGET\n  at: teams.vision\n  because: ""\n'],
    ['a word that nobody knows', `${GOOD}  until: 2030\n`],
    ['no YAML', '- {'],
  ])('are refused with %s', (_, text) => {
    expect(problemOf(text)).toContain('SCORE_REASONS_UNREADABLE');
  });
});
