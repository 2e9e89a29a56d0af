import { describe, expect, test } from 'vitest';
import { deliveryFiles } from '../../../constructs/delivery/index.ts';
import { parsePlatform } from '../../../spec/parse-platform.ts';
import type { PlatformInput } from '../../../spec/platform.ts';
import { digestOfValue } from '../../../workspace/digest.ts';
import { lockFindings } from '../../../workspace/lock/lock-findings.ts';
import { rendered, samplePlatform } from '../../sample.ts';

const GIT = { repository: 'https://git.example.org/lab.git', path: 'clusters/lab' };

/** Text of one file of a delivery, of a platform with Argo CD's and Katib's own ways of counting. */
function written(kind: 'argocd' | 'flux', path: string, components: PlatformInput['components'] = {}): string {
  const input = samplePlatform({ delivery: { kind, ...GIT }, components, training: { frameworks: ['katib'] } });
  return JSON.stringify([...deliveryFiles(rendered(input).platform)].filter(([file]) => file.includes(path)));
}

describe('the chart of a version that the user names', () => {
  test('is what Argo CD pulls', () => {
    expect(written('argocd', 'argo-cd')).toContain('"targetRevision":"10.1.1"');
    const named = {
      'argo-cd': { version: '3.6.1', chart: '10.4.0' },
      katib: { version: '0.20.0', chart: 'v0.20.0-rc.1' },
    };
    expect(written('argocd', 'argo-cd', named)).toContain('"targetRevision":"10.4.0"');
    expect(written('argocd', 'katib', named)).toContain('"targetRevision":"v0.20.0-rc.1"');
  });

  test('is what Flux pulls', () => {
    expect(written('flux', 'katib')).toContain('"ref":{"tag":"v0.19.0"}');
    const named = {
      katib: { version: '0.20.0', chart: 'v0.20.0-rc.1' },
      kueue: { version: '0.19.1', chart: '0.19.3' },
    };
    expect(written('flux', 'katib', named)).toContain('"ref":{"tag":"v0.20.0-rc.1"}');
    expect(written('flux', 'kueue', named)).toContain('"ref":{"tag":"0.19.3"}');
  });

  test('makes a lock stale that was made of another chart', () => {
    const input = (chart?: string) => samplePlatform({ components: { kueue: { version: '0.19.1', chart } } });
    const lockOf = (chart?: string) => {
      const { component, values, version } = rendered(input(chart)).platform.queueing.kueue;
      const valuesDigest = digestOfValue(values);
      const entry = { component: component.name, version, chart, digest: '', valuesDigest, crds: [], objects: [] };
      return { addOns: { [component.name]: entry }, images: {} };
    };
    const about = (wanted: string | undefined, locked: string | undefined) =>
      lockFindings(
        parsePlatform(input(wanted)).spec,
        [rendered(input(wanted)).platform.queueing.kueue],
        lockOf(locked),
      );
    expect(about(undefined, undefined)).toEqual([]);
    expect(about('0.19.3', '0.19.3')).toEqual([]);
    expect(about('0.19.3', '0.19.1').map(({ code, problem }) => [code, problem])).toEqual([
      ['LOCK_STALE', 'the lock holds kueue of chart 0.19.1, the platform installs chart 0.19.3'],
    ]);
    expect(about(undefined, '0.19.3').map(({ code }) => code)).toEqual(['LOCK_STALE']);
  });
});
