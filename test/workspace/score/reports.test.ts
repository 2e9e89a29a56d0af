import { describe, expect, it } from 'vitest';
import { plain } from '../../../rehearsal/report/paint.ts';
import { scoreJunit } from '../../../workspace/score/report/score-junit.ts';
import { scoreSarif } from '../../../workspace/score/report/score-sarif.ts';
import { scoreText } from '../../../workspace/score/report/score-text.ts';
import { scorePlatform } from '../../../workspace/score/score.ts';
import { deployment, given, object } from './given-scene.ts';

const mlflow = object('Deployment', 'mlflow', { spec: { replicas: 1, template: { spec: {} } } });
const score = scorePlatform(given({ objects: [deployment({ hostNetwork: true }), mlflow] }));

describe('a score as text', () => {
  const text = scoreText(score, plain);

  it('says what failed, where, why it matters and what to do', () => {
    expect(text).toMatch(/failed {2}SECURITY_POD_BASELINE {2}weight 10: .*machine/);
    expect(text).toContain('  Deployment lab/web spec.template.spec.hostNetwork: hostNamespaces: shares');
    expect(text).toContain('  fix: take the setting away');
  });

  it('says what is explained, with its reason', () => {
    expect(text).toMatch(/explained {2}RELIABILITY_REPLICAS {2}Deployment lab\/mlflow\n {2}an update of MLflow/);
  });

  it('ends with sections, guides, the formula and what it could not see', () => {
    expect(text).toMatch(/^security +\d+ +\d+ +\d+ +\d+\.\d$/m);
    expect(text).toMatch(/^CIS Kubernetes 1\.12, section 5: 35 controls/m);
    expect(text).toContain('score: 100 ×');
    expect(text).toContain('not looked at: objects of');
  });
});

describe('a score as SARIF', () => {
  const [run] = scoreSarif(score, 'lab/platform.yaml').runs;
  const results = run?.results ?? [];

  it('describes every rule that it names', () => {
    const described = new Set<string>(run?.tool.driver.rules.map(({ id }) => id));
    expect(results.filter(({ ruleId }) => !described.has(ruleId))).toEqual([]);
  });

  it('shows each line at the spec, and the object beside it', () => {
    const found = results.find(({ ruleId }) => ruleId === 'SECURITY_POD_BASELINE');
    expect(found?.level).toBe('error');
    expect(found?.locations[0]).toMatchObject({
      physicalLocation: { artifactLocation: { uri: 'lab/platform.yaml' } },
      logicalLocations: [{ fullyQualifiedName: 'platform/sample/web' }],
    });
  });

  it('suppresses what is explained, with the reason', () => {
    const found = results.find(
      ({ message, ruleId }) => ruleId === 'RELIABILITY_REPLICAS' && /mlflow/.test(message.text),
    );
    expect(found).toMatchObject({
      suppressions: [{ status: 'accepted', justification: expect.stringMatching(/MLflow/) }],
    });
  });
});

describe('a score as JUnit', () => {
  const xml = scoreJunit(score);

  it('has a suite for each section and a failed test for each rule that failed', () => {
    expect(xml.match(/<testsuite /g)?.length).toBe(5);
    expect(xml).toMatch(/name="SECURITY_POD_BASELINE: [^"]*">\n {6}<failure message="1 not explained">/);
  });

  it('holds no sign that XML keeps for itself', () => {
    const odd = scorePlatform(
      given({ findings: [{ code: 'A', level: 'warning', at: '<&">', problem: '\u0007<b>', fix: '' }] }),
    );
    expect(scoreJunit(odd)).toContain('&lt;&amp;&quot;&gt;: A: &lt;b&gt;');
  });
});
