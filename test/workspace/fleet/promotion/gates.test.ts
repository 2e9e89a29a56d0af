import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import { REPORT_FORMAT, type RehearsalReport } from '../../../../rehearsal/report/rehearsal-report.ts';
import { scoreFile } from '../../../../workspace/score/examine-score.ts';
import { ADA, PromotionHome } from './promotion-home.ts';

let home: PromotionHome;
afterEach(() => home.remove());

/** The part of a rehearsal's report that a gate reads; the types are those of the report. */
const REHEARSED: Pick<RehearsalReport, 'format' | 'verdict' | 'reasons'> & {
  readonly waits: { readonly overall: Pick<RehearsalReport['waits']['overall'], 'jobs'> };
} = {
  format: REPORT_FORMAT,
  verdict: 'passed',
  reasons: [],
  waits: { overall: { jobs: 3 } },
};
const JUDGED = { verdict: 'pass', action: 'promote', reasons: ['no metric is worse'] };
const FILE = 'evidence/{platform}.json';

describe.each([
  ['rehearsal', REHEARSED, { ...REHEARSED, verdict: 'failed', reasons: ['2 jobs did not end'] }, /says failed: 2 jobs/],
  [
    'verdict',
    JUDGED,
    { ...JUDGED, verdict: 'inconclusive', action: 'hold', reasons: ['no traffic'] },
    /says hold: no tra/,
  ],
] as const)('a gate of a %s', (kind, good, bad, words) => {
  const gates = [{ kind, file: FILE, maxAge: '7d' as const }];
  const path = 'evidence/oslo.json';

  test('holds by a report of exactly what the stage before is now, in the file that it names or that is given', async () => {
    home = new PromotionHome(gates);
    await home.report(path, good);
    const [because] = await home.outcomes();
    expect(because).toMatch(/oslo\.json says (passed|promote) of this very spec, 1d ago/);
    await home.report('other.json', bad);
    expect(await home.outcomes({ [kind]: `${home.folder}/other.json` })).toEqual(['FLEET_EVIDENCE_NEGATIVE']);
    expect(await home.outcomes({ [`${kind}:paris`]: `${home.folder}/other.json` })).toEqual([because]);
  });

  test('does not hold by a report that says no, and repeats why', async () => {
    home = new PromotionHome(gates);
    await home.report(path, bad);
    const [outcome] = (await home.examine()).gates;
    expect(outcome?.findings).toMatchObject([
      { code: 'FLEET_EVIDENCE_NEGATIVE', problem: expect.stringMatching(words) },
    ]);
  });

  test('does not hold by a report of another platform, or of what the platform was', async () => {
    home = new PromotionHome(gates);
    await home.report(path, good, { platform: 'paris' });
    const [other] = (await home.examine()).gates;
    expect(other?.findings[0]).toMatchObject({
      code: 'FLEET_EVIDENCE_OTHER',
      problem: expect.stringContaining('is about platform paris, and it is oslo now'),
    });
    await home.report(path, good);
    home.change('usdPerHour: 1', 'usdPerHour: 2');
    const [was] = (await home.examine()).gates;
    expect(was?.findings[0]).toMatchObject({
      code: 'FLEET_EVIDENCE_OTHER',
      problem: expect.stringMatching(/is about spec sha256:\w{12}…, and it is sha256:\w{12}… now/),
    });
  });

  test('does not hold without a report, by an old one, by one of the future, or by something else', async () => {
    home = new PromotionHome(gates);
    expect((await home.examine()).gates[0]?.findings[0]).toMatchObject({
      code: 'FLEET_EVIDENCE_MISSING',
      at: 'rest: promotion[1].gates[0]',
      fix: expect.stringMatching(/^plinth (rehearse|verify) .*oslo\.json$/),
      place: { file: home.file, line: 27 },
    });
    await home.report(path, good, { days: 8 });
    expect(await home.outcomes()).toEqual(['FLEET_EVIDENCE_OLD']);
    await home.report(path, good, { days: -1 });
    expect(await home.outcomes()).toEqual(['FLEET_EVIDENCE_OLD']);
    home.write(path, JSON.stringify(good));
    expect(await home.outcomes()).toEqual(['FLEET_EVIDENCE_INVALID']);
    home.write(path, 'passed');
    expect(await home.outcomes()).toEqual(['FLEET_EVIDENCE_INVALID']);
  });
});

test('a rehearsal without jobs counts only where none are asked for', async () => {
  home = new PromotionHome([
    { kind: 'rehearsal', file: 'report.json' },
    { kind: 'rehearsal', file: 'report.json', jobs: 0 },
  ]);
  await home.report('report.json', { ...REHEARSED, waits: { overall: { jobs: 0 } } });
  const [some, none] = (await home.examine()).gates;
  expect(some?.findings).toMatchObject([
    { code: 'FLEET_EVIDENCE_NEGATIVE', problem: expect.stringContaining('ran 0 jobs, and 1 are asked for') },
  ]);
  expect(none?.findings).toEqual([]);
});

test('a gate of a score holds from that score on, once everything is explained', async () => {
  home = new PromotionHome([
    { kind: 'score', atLeast: 50 },
    { kind: 'score', atLeast: 100 },
  ]);
  expect(await home.outcomes()).toEqual(['FLEET_EVIDENCE_NEGATIVE', 'FLEET_EVIDENCE_NEGATIVE']);
  const { lines, score } = await scoreFile(`${home.file}#oslo`, '2026-11-22');
  expect(score).toBeGreaterThan(50);
  const reasons = lines.filter(({ state }) => state === 'failed').map(({ at, rule }) => ({ rule, at }));
  home.write('score-reasons.yaml', JSON.stringify(reasons.map((each) => ({ ...each, because: 'it is only a test' }))));
  const [low, high] = await home.outcomes();
  expect(low).toMatch(/^oslo scores [\d.]+, nothing unexplained$/);
  expect(high).toBe(low?.includes('scores 100,') ? low : 'FLEET_EVIDENCE_NEGATIVE');
});

test('a gate of conformance holds where no MUST is missing', async () => {
  home = new PromotionHome([{ kind: 'conformance' }]);
  const [outcome] = (await home.examine()).gates;
  expect(outcome?.findings).toMatchObject([
    { code: 'FLEET_EVIDENCE_NEGATIVE', problem: expect.stringMatching(/^oslo does not show ai_inference/) },
  ]);
  home.write('oslo.yaml', readFileSync('examples/existing/platform.yaml', 'utf8'));
  home.change(
    '    spec:\n      target: { kind: existing, cluster: oslo, networkPolicy: cilium }\n',
    '    file: oslo.yaml\n    spec:\n',
  );
  expect(await home.outcomes()).toEqual([expect.stringMatching(/^oslo shows every MUST of v1\.\d+$/)]);
});

describe('a gate of an approval', () => {
  const gate = { kind: 'approval' as const, file: 'rest.yaml', from: [ADA, 'Grace <grace@example.org>'] };

  async function approve(change: Readonly<Record<string, string>> = {}): Promise<void> {
    const { plan } = await home.examine();
    const fields = {
      ...{ apiVersion: 'plinth.dev/v1alpha1', kind: 'FleetApproval', fleet: 'world', stage: 'rest' },
      ...{ version: plan.version, by: ADA, date: '2026-11-21', ...change },
    };
    home.write('rest.yaml', JSON.stringify(fields));
  }

  test('holds by a file of this version and stage, committed and signed off by who may', async () => {
    home = new PromotionHome([gate]);
    await approve();
    home.commit(0, ADA);
    expect(await home.outcomes()).toEqual([
      expect.stringContaining('Ada Lovelace <ada@example.org> on 2026-11-21, for sha256:'),
    ]);
    home.change('0.19.2', '0.19.3');
    expect(await home.outcomes()).toEqual(['FLEET_EVIDENCE_OTHER']);
  });

  test('says what to write, word for word', async () => {
    home = new PromotionHome([gate]);
    const fix = (await home.examine()).gates[0]?.findings[0]?.fix ?? '';
    const [, text = ''] = /let who agrees write (\{.*\}) into .*rest\.yaml and git commit --signoff it/.exec(fix) ?? [];
    home.write('rest.yaml', text.replace('NAME <ADDRESS>', ADA));
    home.commit(0, ADA);
    expect((await home.examine()).gates[0]?.findings).toEqual([]);
  });

  test.each<[string, Record<string, string>, string]>([
    ['another stage', { stage: 'first' }, 'FLEET_EVIDENCE_OTHER'],
    ['another fleet', { fleet: 'moon' }, 'FLEET_EVIDENCE_OTHER'],
    ['another version', { version: 'sha256:0' }, 'FLEET_EVIDENCE_OTHER'],
    ['somebody else', { by: 'Eve <eve@example.org>' }, 'FLEET_APPROVAL_WHO FLEET_APPROVAL_UNSIGNED'],
    ['somebody who did not sign it', { by: 'Grace <grace@example.org>' }, 'FLEET_APPROVAL_UNSIGNED'],
    ['long ago', { date: '2026-01-01' }, 'FLEET_EVIDENCE_OLD'],
    ['no day', { date: 'soon' }, 'FLEET_EVIDENCE_INVALID'],
  ])('does not hold by one of %s', async (_, change, codes) => {
    home = new PromotionHome([gate]);
    await approve(change);
    home.commit(0, ADA);
    expect(await home.outcomes()).toEqual([codes]);
  });

  test('does not hold by a file that is not committed, not as it stands, or not signed off', async () => {
    home = new PromotionHome([gate]);
    await approve();
    expect(await home.outcomes()).toEqual(['FLEET_APPROVAL_UNSIGNED']);
    home.commit();
    expect(await home.outcomes()).toEqual(['FLEET_APPROVAL_UNSIGNED']);
    await approve({ date: '2026-11-20' });
    home.commit(0, ADA);
    await approve({ date: '2026-11-22' });
    expect(await home.outcomes()).toEqual(['FLEET_APPROVAL_UNSIGNED']);
  });
});

describe('a gate of soak', () => {
  test('holds once the stage before has run the version for so long', async () => {
    home = new PromotionHome([{ kind: 'soak', atLeast: '3d' }]);
    home.write('notes.txt', 'nothing of the fleet');
    home.commit(1);
    home.change('# ours', '# still ours');
    home.commit(1);
    expect(await home.outcomes()).toEqual([
      expect.stringMatching(/^oslo runs this since commit \w{9}, 4d ago or longer$/),
    ]);
  });

  test('does not hold before, and counts from the commit that brought the version', async () => {
    home = new PromotionHome([{ kind: 'soak', atLeast: '3d' }]);
    home.change('0.19.2', '0.19.3');
    expect((await home.examine()).gates[0]?.findings).toMatchObject([
      { code: 'FLEET_SOAK_SHORT', problem: expect.stringContaining('not committed yet') },
    ]);
    home.commit(2);
    expect((await home.examine()).gates[0]?.findings).toMatchObject([
      { code: 'FLEET_SOAK_SHORT', problem: expect.stringMatching(/commit \w{9}, 2d ago, and 3d are asked for/) },
    ]);
  });

  test('cannot be counted for a version that Plinth brings, or without Git', async () => {
    home = new PromotionHome([{ kind: 'soak', atLeast: '3d' }]);
    home.change('components: { kueue: { version: 0.19.1 } } # what all run', '# nothing');
    home.change('      components: { kueue: { version: 0.19.2 } } # tried here first\n', '');
    home.write('paris.yaml', 'components: { kueue: { version: 0.19.1 } }\n');
    expect((await home.examine()).gates[0]?.findings).toMatchObject([
      { code: 'FLEET_SOAK_UNKNOWN', fix: 'pin it there: components.kueue.version: "0.19.2"' },
    ]);
  });
});

test('every gate is looked at, each platform of the stages before', async () => {
  home = new PromotionHome([
    { kind: 'soak', atLeast: '10d' },
    { kind: 'rehearsal' },
    { kind: 'approval', from: [ADA] },
  ]);
  const { gates } = await home.examine();
  expect(gates.map(({ findings, gate, platform }) => [gate, platform, findings.map(({ code }) => code)])).toEqual([
    ['soak', undefined, ['FLEET_SOAK_SHORT']],
    ['rehearsal', 'oslo', ['FLEET_EVIDENCE_MISSING']],
    ['approval', undefined, ['FLEET_EVIDENCE_MISSING']],
  ]);
  expect(gates[1]?.findings[0]?.fix).toContain('--evidence rehearsal:oslo=FILE');
});
