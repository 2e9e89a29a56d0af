import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Runs a tier of tests and ends with the line that people and CI read: `N passed, N failed`. */
const [tier = 'unit', ...rest] = process.argv.slice(2);
const config = tier === 'e2e' ? 'vitest.e2e.config.ts' : 'vitest.config.ts';
const folder = mkdtempSync(join(tmpdir(), 'plinth-test-'));
const report = join(folder, 'report.json');
// Files of tests run side by side, and would build the same engine twice. One file alone builds what it needs.
if (tier === 'e2e' && rest.length === 0) await builtEngines();
const { status } = spawnSync(
  process.execPath,
  [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--config',
    config,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...rest,
  ],
  { stdio: 'inherit' },
);
const { numFailedTests, numPassedTests, numPendingTests, numFailedTestSuites } = JSON.parse(
  readFileSync(report, 'utf8'),
) as Record<'numFailedTests' | 'numPassedTests' | 'numPendingTests' | 'numFailedTestSuites', number>;
rmSync(folder, { recursive: true });
// A file that does not even load has no tests to fail: it counts as one.
const failed = numFailedTests > 0 ? numFailedTests : status === 0 ? 0 : Math.max(numFailedTestSuites, 1);
console.log(`${numPassedTests} passed, ${failed} failed${numPendingTests > 0 ? `, ${numPendingTests} skipped` : ''}`);
process.exitCode = status ?? 1;

/** Builds every engine that is missing. One that cannot be built here is not an end: its tests say so. */
async function builtEngines(): Promise<void> {
  const { buildEngines, ENGINE_GROUPS } = await import('../rehearsal/engines.ts');
  for (const group of ENGINE_GROUPS) {
    await buildEngines([group], {
      onProgress: ({ engine, state }) =>
        state !== 'running' && state !== 'cached' && console.log(`${engine}: ${state}`),
    }).catch((error: unknown) => console.log(`engines of ${group}: ${error instanceof Error ? error.message : error}`));
  }
}
