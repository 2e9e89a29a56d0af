import { describe, expect, test } from 'vitest';
import { codesOf } from '../../sample.ts';
import { servingPlatform, VISION_CI } from '../../workspace/release/release-sample.ts';

const key = { kind: 'key' as const, name: 'ci', publicKey: VISION_CI.publicKey };
const codes = (...of: Parameters<typeof servingPlatform>) =>
  codesOf(servingPlatform(...of)).filter((code) => code.startsWith('RELEASES') || code.startsWith('SPEC'));

describe('whom the platform trusts', () => {
  test('a key and an identity are accepted', () => {
    const actions = { kind: 'keyless' as const, name: 'actions', issuer: 'https://idp.example.org', identity: 'x' };
    expect(codes({ releases: { signers: [{ ...key, teams: ['vision'] }, actions] } })).toEqual([]);
  });

  test.each([
    ['two of one name', [key, key], 'RELEASES_SIGNER_REPEATED'],
    ['a team that there is not', [{ ...key, teams: ['visio'] }], 'RELEASES_SIGNER_TEAM_UNKNOWN'],
    [
      'a key that is none',
      [{ ...key, publicKey: key.publicKey.replace(/M[^\n]*\n/, 'MFkw\n') }],
      'RELEASES_SIGNER_KEY_INVALID',
    ],
    ['a private key', [{ ...key, publicKey: key.publicKey.replaceAll('PUBLIC', 'PRIVATE') }], 'SPEC_SHAPE_INVALID'],
    ['nobody', [], 'SPEC_SHAPE_INVALID'],
  ])('%s is refused', (_, signers, code) => {
    expect(codes({ releases: { signers } })).toEqual([code]);
  });

  test('is of use only where something is served', () => {
    expect(codes({ serving: undefined })).toEqual(['RELEASES_SERVING_MISSING']);
  });

  test('the spec names no model itself where each must be released', () => {
    const [endpoint] = servingPlatform().serving?.endpoints ?? [];
    if (endpoint === undefined) throw new Error('bug: the sample serves nothing');
    const model = 'oci://registry.example.org/vision/defects:v1';
    const serving = { endpoints: [{ ...endpoint, model }] };
    expect(codes({ serving })).toEqual(['RELEASES_ENDPOINT_MODEL']);
    expect(codes({ serving, releases: { signers: [key], required: false } })).toEqual([]);
  });
});
