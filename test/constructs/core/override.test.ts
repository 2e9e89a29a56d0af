import { describe, expect, test } from 'vitest';
import { PlatformError } from '../../../spec/finding.ts';
import type { PlatformInput } from '../../../spec/platform.ts';
import { objectOf, rendered, samplePlatform } from '../../sample.ts';

type Override = NonNullable<PlatformInput['overrides']>[number];

const WEIGHT: Override = {
  kind: 'ClusterQueue',
  name: 'vision',
  because: 'agreed with the board',
  patch: [{ op: 'replace', path: '/spec/fairSharing/weight', value: '3' }],
};

function codes(override: Override): string[] {
  try {
    rendered(samplePlatform({ overrides: [override] }));
    return [];
  } catch (error) {
    if (error instanceof PlatformError) return error.findings.map(({ at, code, fix }) => `${code} ${at} ${fix}`);
    throw error;
  }
}

describe('an override', () => {
  test('changes one object and leaves its neighbours alone', () => {
    const input = samplePlatform({ overrides: [WEIGHT] });
    expect(objectOf(input, 'ClusterQueue', 'vision')['spec']).toMatchObject({ fairSharing: { weight: '3' } });
    expect(objectOf(input, 'ClusterQueue', 'speech')['spec']).toMatchObject({ fairSharing: { weight: '1' } });
  });

  test('of an object that is not rendered is refused with the nearest one', () => {
    expect(codes({ ...WEIGHT, name: 'visoin' })).toEqual([
      'OVERRIDE_TARGET_UNKNOWN overrides[0] write ClusterQueue vision',
    ]);
  });

  test('that does not fit the object is refused with its place', () => {
    const [found] = codes({ ...WEIGHT, patch: [{ op: 'replace', path: '/spec/no/such/field', value: 1 }] });
    expect(found).toMatch(/^OVERRIDE_PATCH_FAILS overrides\[0\]\.patch/);
  });
});
