import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { COVERAGE_FILE, coverageText } from '../../tools/coverage.ts';

test('docs/coverage.md is what the examples and the evidence say; if not, refresh it with `npm run generate`', async () => {
  expect(readFileSync(COVERAGE_FILE, 'utf8')).toBe(await coverageText());
});
