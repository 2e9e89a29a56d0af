import { describe, expect, test } from 'vitest';
import {
  ENDPOINT,
  ROLLOUT,
  type VerificationSectionInput,
  verifiedPlatform,
} from '../../constructs/verification/verification-sample.ts';
import { codesOf } from '../../sample.ts';

const service = ROLLOUT.services[0];
const broken: readonly (readonly [
  what: string,
  change: Partial<VerificationSectionInput>,
  codes: readonly string[],
])[] = [
  ['an image by tag', { image: 'registry.example.org/plinth:1' }, ['SPEC_SHAPE_INVALID']],
  ['a release twice', { releases: [ENDPOINT, ENDPOINT] }, ['VERIFICATION_RELEASE_TWICE']],
  [
    'an endpoint that is not there',
    { releases: [{ ...ENDPOINT, endpoint: 'defect' }] },
    ['VERIFICATION_ENDPOINT_UNKNOWN'],
  ],
  ['a team that is not there', { releases: [{ ...ROLLOUT, team: 'visio' }] }, ['VERIFICATION_TEAM_UNKNOWN']],
  ['steps that fall', { releases: [{ ...ENDPOINT, steps: [50, 10, 100] }] }, ['VERIFICATION_STEPS']],
  ['steps that do not go all the way', { releases: [{ ...ENDPOINT, steps: [10, 50] }] }, ['VERIFICATION_STEPS']],
  [
    'a Rollout without a metric',
    { releases: [{ ...ROLLOUT, services: [{ name: 'shop' }] }] },
    ['VERIFICATION_METRICS_MISSING'],
  ],
  [
    'a call of a service that is not there',
    { releases: [{ ...ENDPOINT, calls: [{ service: 'features' }] }] },
    ['VERIFICATION_CALL_UNKNOWN'],
  ],
  [
    'a service twice',
    { releases: [{ ...ROLLOUT, services: service === undefined ? [] : [service, service] }] },
    ['VERIFICATION_NAME_TWICE'],
  ],
  ['steps of time shorter than three scrapes', { releases: [{ ...ENDPOINT, step: '10s' }] }, ['SPEC_SHAPE_INVALID']],
];

/** What is said about verification, and about the form of the spec. */
function said(input: unknown): readonly string[] {
  return codesOf(input).filter((code) => /^(VERIFICATION|SPEC)_/.test(code));
}

describe('what a platform verifies', () => {
  test('is accepted', () => {
    expect(said(verifiedPlatform())).toEqual([]);
  });

  test.each(broken)('is refused for %s', (_, change, codes) => {
    expect(said(verifiedPlatform(change))).toEqual(codes);
  });

  test('is refused without anybody who keeps figures', () => {
    const { observability: _, ...input } = verifiedPlatform();
    expect(said(input)).toEqual(['VERIFICATION_UNOBSERVED']);
  });
});
