import { describe, expect, it } from 'vitest';
import { SECTIONS } from '../../../workspace/score/rule.ts';
import { RULES } from '../../../workspace/score/rules/index.ts';
import { given } from './given-scene.ts';
import { OTHER_CASES } from './other-cases.ts';
import { SECURITY_CASES } from './security-cases.ts';

const CASES = { ...SECURITY_CASES, ...OTHER_CASES };

/** Rules whose verdict hangs on the catalogue, which no spec can make bad: only the good one is shown. */
const CATALOGUE = ['SECURITY_COMPONENT_FLOOR', 'OPERABILITY_KUBERNETES_SUPPORT'];

describe.each(RULES.filter(({ id }) => !CATALOGUE.includes(id)))('the rule $id', ({ id, look }) => {
  const { fails, passes, says } = CASES[id] ?? { fails: {}, passes: {}, says: /no case/ };

  it('passes what is right, and looked at it', () => {
    const looks = [...look(given(passes))];
    expect(looks.flatMap(({ problems }) => problems)).toEqual([]);
    expect(looks.length).toBeGreaterThan(0);
  });

  it('says what is wrong', () => {
    const problems = [...look(given(fails))].flatMap((each) => each.problems);
    expect(problems.map(({ problem }) => problem).join('\n')).toMatch(says);
  });
});

describe('the rules', () => {
  it.each(CATALOGUE)('look at every component: %s', (id) => {
    const rule = RULES.find((each) => each.id === id);
    expect([...(rule?.look(given({})) ?? [])].length).toBeGreaterThan(0);
  });

  it('have names that begin with their section, and of which none is twice', () => {
    expect(RULES.filter(({ id, section }) => !id.startsWith(`${section.toUpperCase()}_`))).toEqual([]);
    expect(new Set(RULES.map(({ id }) => id)).size).toBe(RULES.length);
    expect([...new Set(RULES.map(({ section }) => section))].sort()).toEqual([...SECTIONS].sort());
  });

  it('weigh between 1 and 10, and say why and what to do', () => {
    expect(RULES.filter(({ weight }) => weight < 1 || weight > 10)).toEqual([]);
    expect(RULES.filter(({ fix, title, why }) => fix === '' || why === '' || !title.endsWith('.'))).toEqual([]);
  });
});
