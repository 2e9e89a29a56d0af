import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { alertGroups } from '../../../constructs/observability/rules/alert-groups.ts';
import { RUNBOOK_FOLDER } from '../../../constructs/observability/rules/rule.ts';
import { runbookPages } from '../../../constructs/observability/runbooks/runbook-pages.ts';
import { observed, observedWithAll } from './observed-sample.ts';

const PAGES = new Map(runbookPages().map(({ markdown, name }) => [name, markdown] as const));

describe('runbooks', () => {
  const files = readdirSync(RUNBOOK_FOLDER).filter((file) => file !== 'README.md');

  it('are there for each alert, and for nothing else', () => {
    expect(files.sort()).toEqual([...PAGES.keys()].map((name) => `${name}.md`).sort());
  });

  it.each([...PAGES])('%s is as its alert says (else: npm run generate)', async (name, markdown) => {
    expect(readFileSync(join(RUNBOOK_FOLDER, `${name}.md`), 'utf8')).toBe(markdown);
  });

  it('are there for each alert of each platform', () => {
    const alerts = [observed(), ...observedWithAll()].flatMap(alertGroups).flatMap((group) => group.alerts);
    expect([...new Set(alerts.map(({ name }) => name))].sort()).toEqual([...PAGES.keys()].sort());
  });

  it('say what it means, what to look at with a query, what to do, and when to ignore it', () => {
    for (const [name, markdown] of PAGES) {
      expect(markdown, name).toMatch(/## Look first\n\n(?:.+\n\n)+?```promql\n/);
      expect(markdown, name).toMatch(/## What to do\n\n1\. .{10}/);
      expect(markdown, name).toMatch(/## When to ignore it\n\n.{5}/);
    }
  });

  it('are listed', () => {
    const list = readFileSync(join(RUNBOOK_FOLDER, 'README.md'), 'utf8');
    for (const name of PAGES.keys()) expect(list).toContain(`(${name}.md)`);
  });
});
