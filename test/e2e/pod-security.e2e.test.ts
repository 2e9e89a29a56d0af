import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { fetchModule } from '../../rehearsal/chart-from-module.ts';
import { findGo } from '../../rehearsal/go-toolchain.ts';
import { type Pod, podSecurity } from '../../workspace/score/pod-security/index.ts';

/** Module with upstream's own cases, and how many there are of them. */
const MODULE = { path: 'k8s.io/pod-security-admission', version: 'v0.37.2', cases: 4537 };

const go = await findGo('1.21').catch(() => undefined);
if (go === undefined) console.log('skipped: needs Go, which fetches upstream’s cases of Pod Security');

interface Case {
  readonly name: string;
  readonly level: 'baseline' | 'restricted';
  readonly version: string;
  readonly passes: boolean;
  readonly pod: Pod;
}

describe.skipIf(go === undefined)('our own reading of the Pod Security Standards', () => {
  test(`agrees with upstream’s ${MODULE.cases} cases, of every minor`, async () => {
    const cases = await upstreamCases();
    const wrong = cases.filter(
      ({ level, passes, pod, version }) => (podSecurity(pod, { level, version }).length === 0) !== passes,
    );
    expect(wrong.map(({ name }) => name)).toEqual([]);
    expect(cases.length).toBe(MODULE.cases);
  });

  test('takes the newest form for latest, and for minors that are not known yet', async () => {
    const newest = (await upstreamCases()).filter(({ version }) => version === 'v1.37');
    for (const { level, passes, pod } of newest)
      for (const version of ['latest', 'v1.99']) expect(podSecurity(pod, { level, version }).length === 0).toBe(passes);
    expect(newest.length).toBeGreaterThan(100);
  });
});

async function upstreamCases(): Promise<Case[]> {
  const { folder } = await fetchModule(MODULE.path, MODULE.version);
  const root = join(folder, 'test/testdata');
  const files = (await readdir(root, { recursive: true })).filter((name) => name.endsWith('.yaml'));
  return Promise.all(
    files.map(async (name): Promise<Case> => {
      const [level = '', version = '', verdict] = name.split('/');
      if (level !== 'baseline' && level !== 'restricted') throw new Error(`${name} is of no level`);
      const pod = parse(await readFile(join(root, name), 'utf8')) as Pod;
      return { name, level, version, passes: verdict === 'pass', pod };
    }),
  );
}
