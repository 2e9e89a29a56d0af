import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { components } from '../catalog/index.ts';
import { TARGET_KINDS } from '../spec/target.ts';
import { preparePlatform } from '../workspace/prepare-platform.ts';
import { coveragePage, type Evidence } from './coverage-page.ts';

/** File of the generated page. */
export const COVERAGE_FILE = 'docs/coverage.md';
/** File in which the e2e tier leaves what it saw; kept, so that the page can be made without Go. */
export const EVIDENCE_FILE = 'docs/coverage.json';

/** Text of the page, from what the examples render and what the e2e tier saw. */
export async function coverageText(): Promise<string> {
  const evidence = existsSync(EVIDENCE_FILE)
    ? (JSON.parse(readFileSync(EVIDENCE_FILE, 'utf8')) as Evidence)
    : { accepted: {}, reconciled: {} };
  const rendered: Record<string, string[]> = {};
  for (const target of TARGET_KINDS) {
    const { folder } = await preparePlatform(`examples/${target}/platform.yaml`);
    for (const { component } of folder.platform.addOns)
      rendered[component.name] = [...(rendered[component.name] ?? []), target];
  }
  return coveragePage(Object.values(components), rendered, evidence);
}

if (process.argv[1]?.endsWith('coverage.ts')) writeFileSync(COVERAGE_FILE, await coverageText());
