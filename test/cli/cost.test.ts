import { describe, expect, it } from 'vitest';
import { runVerb } from './run-verb.ts';

describe('plinth cost', () => {
  it('shows pools, teams and assumptions, and what it warns of with its line', async () => {
    const { code, stderr, stdout } = await runVerb(['cost', 'examples/aws/platform.yaml']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^train +p5\.48xlarge +0–16 /m);
    expect(stdout).toContain('- A month has 730 hours');
    expect(stderr).toMatch(/examples\/aws\/platform\.yaml:\d+:\d+ {2}warning {2}COST_BUDGET_EXCEEDED/);
  });

  it('prints the same as data', async () => {
    const { code, stdout } = await runVerb(['cost', 'examples/aws/platform.yaml', '--json']);
    expect(code).toBe(0);
    const { findings, pools } = JSON.parse(stdout) as { findings: { code: string }[]; pools: { pool: string }[] };
    expect(pools.map(({ pool }) => pool)).toEqual(['train', 'share', 'cpu']);
    expect(findings.map(({ code: each }) => each)).toContain('COST_BUDGET_EXCEEDED');
  });

  it('could not run without a file', async () => {
    expect(await runVerb(['cost', 'nowhere.yaml'])).toMatchObject({ code: 2, stdout: '' });
  });
});
