import { describe, expect, it } from 'vitest';
import type { ScoreRule } from '../../../workspace/score/rule.ts';
import { looked } from '../../../workspace/score/rule.ts';
import { scorePlatform } from '../../../workspace/score/score.ts';
import { deployment, given, namespace, object } from './given-scene.ts';

/** A rule that sees some good and some bad things. */
function rule(id: Uppercase<string>, weight: number, good: number, bad: number): ScoreRule {
  return {
    id,
    section: 'reliability',
    weight,
    title: 'All is well.',
    why: 'so that it is',
    fix: 'mend it',
    look: () => [
      ...Array.from({ length: good }, (_, index) => looked(`good ${index}`)),
      ...Array.from({ length: bad }, (_, index) => looked(`bad ${index}`, 'is bad')),
    ],
  };
}

function scored(...rules: ScoreRule[]) {
  return scorePlatform(given({}), { rules });
}

describe('a score', () => {
  it('is the weighted share of what passes', () => {
    expect(scored(rule('A', 1, 1, 1), rule('B', 3, 4, 0)).score).toBe(87.5);
  });

  it('is a hundred only where nothing failed', () => {
    expect(scored(rule('A', 1, 9_999, 1)).score).toBe(99.9);
    expect(scored(rule('A', 1, 1, 0)).score).toBe(100);
  });

  it('leaves out rules that saw nothing, and is none where none saw anything', () => {
    expect(scored(rule('A', 5, 0, 0), rule('B', 1, 1, 0)).score).toBe(100);
    expect(scored(rule('A', 5, 0, 0))).not.toHaveProperty('score');
  });

  it('counts what passed, failed and is explained, by section', () => {
    const { sections } = scored(rule('A', 1, 2, 1));
    expect(sections.find(({ section }) => section === 'reliability')).toEqual({
      section: 'reliability',
      passed: 2,
      failed: 1,
      explained: 0,
      score: 66.6,
    });
  });

  it('names object, field and construct of what failed, and what to do', () => {
    const { lines } = scorePlatform(given({ objects: [deployment({ hostNetwork: true })] }));
    expect(lines.find(({ rule: id }) => id === 'SECURITY_POD_BASELINE')).toMatchObject({
      state: 'failed',
      at: 'Deployment lab/web',
      field: 'spec.template.spec.hostNetwork',
      construct: 'platform/sample/web',
      fix: expect.stringContaining('take the setting away'),
    });
  });

  it('says which charts it could not look into', () => {
    expect(scored().blind.join()).toMatch(/charts that no lock holds: .*kueue/);
  });
});

describe('what stays for a reason', () => {
  const bad = rule('RELIABILITY_REPLICAS', 5, 1, 1);

  it('is explained by the reason on its namespace', () => {
    const labels = { 'pod-security.kubernetes.io/enforce': 'privileged' };
    const open = namespace('lab', labels, { 'plinth.dev/pod-security-reason': 'its agents load drivers' });
    const { lines } = scorePlatform(given({ objects: [open, deployment({ hostNetwork: true })] }));
    expect(lines.find(({ rule: id }) => id === 'SECURITY_POD_BASELINE')).toMatchObject({
      state: 'explained',
      because: 'namespace lab: its agents load drivers',
    });
  });

  it('is explained by the closed list, for the objects in it and no other', () => {
    const one = (name: string) => object('Deployment', name, { spec: { replicas: 1, template: { spec: {} } } });
    const { lines } = scorePlatform(given({ objects: [one('mlflow'), one('other')] }));
    const states = lines.filter(({ rule: id }) => id === 'RELIABILITY_REPLICAS').map(({ at, state }) => [at, state]);
    expect(states).toEqual([
      ['Deployment lab/other', 'failed'],
      ['Deployment lab/mlflow', 'explained'],
    ]);
  });

  it('is explained by what the user gives, and then counts on neither side', () => {
    const reasons = [{ rule: 'RELIABILITY_REPLICAS', at: 'bad *', because: 'we know' }];
    const { lines, score, unusedReasons } = scorePlatform(given({}), { rules: [bad], reasons });
    expect([lines[0]?.because, score, unusedReasons]).toEqual(['we know', 100, []]);
  });

  it('is not explained by a reason for something else, which is named', () => {
    const reasons = [{ rule: 'RELIABILITY_REPLICAS', at: 'bad', because: 'we know' }];
    const { lines, unusedReasons } = scorePlatform(given({}), { rules: [bad], reasons });
    expect([lines[0]?.state, unusedReasons]).toEqual(['failed', reasons]);
  });
});
