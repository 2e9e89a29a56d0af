import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runVerb } from './run-verb.ts';

const EXAMPLE = 'examples/train-and-serve/platform.yaml';

describe('plinth score', () => {
  it('ends well where nothing is unexplained, and shows every section', async () => {
    const { code, stderr, stdout } = await runVerb(['score', EXAMPLE]);
    expect([code, stderr]).toEqual([0, expect.stringContaining('nothing unexplained')]);
    expect(stdout).toMatch(/^tenancy +\d+ +0 +0 +100\.0$/m);
  });

  it('fails where something is, and says how to go on', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'plinth-score-'));
    cpSync(EXAMPLE, join(folder, 'platform.yaml'));
    const { code, stderr, stdout } = await runVerb(['score', join(folder, 'platform.yaml')]);
    expect([code, stderr]).toEqual([1, expect.stringContaining('score-reasons.yaml')]);
    expect(stdout).toContain('  teams.research: has no budget');
    rmSync(folder, { recursive: true });
  });

  it('tells of an exception from a policy whose last day is over', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'plinth-score-'));
    const exception =
      "{ name: old, policy: image-digests, team: research, because: no digest yet, until: '2020-01-31' }";
    const spec = `${readFileSync(EXAMPLE, 'utf8')}policy: { exceptions: [${exception}] }\n`;
    writeFileSync(join(folder, 'platform.yaml'), spec);
    const { stdout } = await runVerb(['score', join(folder, 'platform.yaml')]);
    expect(stdout).toContain('POLICY_EXCEPTION_OVER: the exception old ended on 2020-01-31 (no digest yet)');
    rmSync(folder, { recursive: true });
  });

  it('prints the same as data, as SARIF, and as JUnit beside it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'plinth-score-'));
    const junit = join(folder, 'score.xml');
    const { code, stderr, stdout } = await runVerb(['score', EXAMPLE, '--json', '--junit', junit]);
    expect([code, stderr]).toEqual([0, '']);
    expect(JSON.parse(stdout)).toMatchObject({ score: 100, sections: expect.any(Array), controls: expect.any(Array) });
    expect(readFileSync(junit, 'utf8')).toContain('<testsuite name="security"');
    rmSync(folder, { recursive: true });
    expect(JSON.parse((await runVerb(['score', EXAMPLE, '--sarif'])).stdout)).toMatchObject({ version: '2.1.0' });
  });

  it('could not run without a file', async () => {
    expect(await runVerb(['score', 'nowhere.yaml'])).toMatchObject({ code: 2, stdout: '' });
  });
});

describe('plinth conformance', () => {
  it('prints the checklist, and fails while something that must be shown is missing', async () => {
    const { code, stderr, stdout } = await runVerb(['conformance', EXAMPLE]);
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/not every MUST: \d of 8 MUST, \d of 6 SHOULD of v1\.36/),
    ]);
    expect(stdout).toMatch(/^spec:\n {2}accelerators:\n {4}- id: driver_runtime_management$/m);
  });
});

describe('plinth sbom', () => {
  it('prints CycloneDX, and says what is not known without a lock', async () => {
    const { code, stderr, stdout } = await runVerb(['sbom', EXAMPLE]);
    expect([code, stderr]).toEqual([0, expect.stringContaining('not known without a lock')]);
    expect(JSON.parse(stdout)).toMatchObject({ bomFormat: 'CycloneDX', specVersion: '1.6' });
  });
});
