import { describe, expect, it } from 'vitest';
import { controlResults, GUIDES } from '../../../workspace/score/controls/index.ts';
import { RULES } from '../../../workspace/score/rules/index.ts';

const all = GUIDES.flatMap(({ controls }) => controls);

describe('the guides', () => {
  it('are whole: 35 controls of CIS section 5, 26 of NSA and CISA', () => {
    expect(GUIDES.map(({ controls }) => controls.length)).toEqual([35, 26]);
    expect(GUIDES.map(({ controls }) => new Set(controls.map(({ id }) => id)).size)).toEqual([35, 26]);
  });

  it('name only rules that there are', () => {
    const known = new Set(RULES.map(({ id }) => id));
    const named = all.flatMap(({ held }) => (held.by === 'rule' ? held.rules : []));
    expect(named.filter((id) => !known.has(id))).toEqual([]);
  });

  it('say whose duty it is and why, where no rule looks', () => {
    expect(all.filter(({ held }) => held.by !== 'rule' && held.because.length < 20)).toEqual([]);
  });
});

describe('a control', () => {
  const [guide] = GUIDES;
  const result = (passed: number, failed: number, explained: number) => {
    const rule = { rule: 'SECURITY_CLUSTER_ADMIN', section: 'security' as const, weight: 9, title: '' };
    const found = controlResults(guide === undefined ? [] : [guide], {
      rules: [{ ...rule, passed, failed, explained }],
    });
    return found.find(({ id }) => id === '5.1.1')?.state;
  };

  it('holds where its rules pass or are explained', () => {
    expect([result(3, 0, 0), result(0, 0, 1)]).toEqual(['held', 'held']);
  });

  it('fails where one of them does, and is unseen where there is nothing to look at', () => {
    expect([result(3, 1, 0), result(0, 0, 0)]).toEqual(['failed', 'unseen']);
  });
});
