import { describe, expect, test } from 'vitest';
import { PlatformError } from '../../spec/finding.ts';
import { parsePlatform } from '../../spec/parse-platform.ts';
import { parseRelease, parseTraffic } from '../../spec/parse-release.ts';
import { canonicalJson, releaseDigest } from '../../spec/release-digest.ts';
import { gateResults, gateRule } from '../../spec/release-gate.ts';
import { releasePlaceRules } from '../../spec/release-place-rules.ts';
import { releaseRules } from '../../spec/release-rules.ts';
import { releaseJsonSchema, trafficJsonSchema } from '../../spec/release-schema.ts';
import { trafficRules } from '../../spec/traffic-rules.ts';
import { hex, pipeline, servingPlatform, VISION_CI } from '../workspace/release/release-sample.ts';

const { spec } = parsePlatform(servingPlatform());
const digest = `sha256:${hex('a')}`;

function document(change: object = {}): Record<string, unknown> {
  const metadata = { team: 'vision', endpoint: 'defects', number: 1 };
  return { apiVersion: 'plinth.dev/v1alpha1', kind: 'ModelRelease', metadata, ...pipeline('a'), ...change };
}

/** Codes and places of everything that is found about a release. */
function found(change: object, on = spec): string[] {
  try {
    const release = parseRelease(document(change));
    return [
      ...releaseRules.flatMap((rule) => [...rule(release)]),
      ...releasePlaceRules.flatMap((rule) => [...rule({ release, spec: on })]),
    ].map(({ at, code }) => `${code} ${at}`);
  } catch (error) {
    if (error instanceof PlatformError) return error.findings.map(({ at, code }) => `${code} ${at}`);
    throw error;
  }
}

const model = pipeline('a').model as { uri: string };
const oci = { kind: 'oci', uri: `oci://r.example.org/data@${digest}`, version: digest };

describe('a release', () => {
  test.each([
    ['as a pipeline writes it', {}],
    [
      'with data of DVC',
      { dataset: { kind: 'dvc', uri: 'https://g/x.git#data', version: `md5:${'0'.repeat(32)}.dir` } },
    ],
    ['with a version of an object', { dataset: { kind: 'objectVersion', uri: 's3://b/o', version: '3HL4' } }],
    ['with data in a registry', { dataset: oci }],
  ])('is accepted %s', (_, change) => {
    expect(found(change)).toEqual([]);
  });

  test.each([
    ['RELEASE_SHAPE_INVALID dataset.kind', { dataset: { kind: 'folder' } }],
    ['RELEASE_SHAPE_INVALID code.commit', { code: { repository: 'https://g/x.git', commit: 'main' } }],
    ['RELEASE_SHAPE_INVALID created', { created: 'yesterday' }],
    ['RELEASE_SHAPE_INVALID gate[0]', { gate: ['accuracy is good'] }],
    ['RELEASE_DIGEST_MISSING model.uri', { model: { ...model, uri: model.uri.replace(/@.*/, ':v1') } }],
    ['RELEASE_DIGEST_MISSING dataset.uri', { dataset: { ...oci, uri: 'oci://r.example.org/data:v1' } }],
    ['RELEASE_DIGEST_WRONG dataset.version', { dataset: { ...oci, version: `sha256:${hex('b')}` } }],
    [
      'RELEASE_DATASET_MOVING dataset.version',
      { dataset: { kind: 'objectVersion', uri: 's3://b/o', version: 'null' } },
    ],
    ['RELEASE_GATE_FAILED gate[1]', { gate: ['accuracy >= 0.9', 'f1/test < 0.9'] }],
    ['RELEASE_GATE_FAILED gate[0]', { gate: ['recall >= 0.9'] }],
    ['RELEASE_SIGNATURE_PLACE signature', { signature: { kind: 'key', signer: 'vision-ci' } }],
    ['RELEASE_PREVIOUS_WRONG previous', { previous: digest }],
    ['RELEASE_ENDPOINT_UNKNOWN metadata.endpoint', { metadata: { team: 'vision', endpoint: 'other', number: 1 } }],
    ['RELEASE_FORMAT_WRONG model.format', { model: { ...model, format: 'sklearn' } }],
    ['RELEASE_MODEL_TEAM model.uri', { model: { ...model, uri: model.uri.replace('/vision/', '/speech/') } }],
    ['RELEASE_UNSIGNED signature', { signature: undefined }],
    ['RELEASE_SIGNER_UNKNOWN signature.signer', { signature: { kind: 'key', signer: 'x', bundle: 'e30=' } }],
    ['RELEASE_SIGNER_KIND signature.kind', { signature: { kind: 'keyless', signer: 'vision-ci', bundle: 'e30=' } }],
  ])('is refused with %s', (expected, change) => {
    expect(found(change)).toContain(expected);
  });

  test('is refused by signers of other teams, and where the spec names the model itself', () => {
    const signers = [{ kind: 'key' as const, name: 'vision-ci', publicKey: VISION_CI.publicKey, teams: ['speech'] }];
    const [endpoint] = servingPlatform().serving?.endpoints ?? [];
    if (endpoint === undefined) throw new Error('bug: the sample serves nothing');
    const serving = { endpoints: [{ ...endpoint, model: model.uri }] };
    const other = parsePlatform(servingPlatform({ serving, releases: { signers, required: false } })).spec;
    expect(found({}, other)).toEqual([
      'RELEASE_ENDPOINT_FIXED metadata.endpoint',
      'RELEASE_SIGNER_TEAM signature.signer',
    ]);
  });
});

describe('a gate', () => {
  test.each([
    ['accuracy >= 0.94', true],
    ['accuracy > 0.94', false],
    ['accuracy <= 0.94', true],
    ['accuracy < 0.94', false],
    ['accuracy == 0.94', true],
    ['loss < 1', false],
  ])('%s', (rule, passed) => {
    expect(gateResults({ gate: [rule], metrics: { accuracy: 0.94 } })).toMatchObject([{ rule, passed }]);
  });

  test('reads figures with a sign and an exponent, and no words', () => {
    expect(gateRule('loss<=-1.5e-3')).toEqual({ metric: 'loss', operator: '<=', bound: -0.0015 });
    expect(gateRule('loss <= small')).toBeUndefined();
  });
});

describe('the digest of a release', () => {
  test('does not depend on the order of keys, and depends on everything else', () => {
    expect(canonicalJson({ b: [1.0, 'x'], a: { d: null, c: 1e21 } })).toBe('{"a":{"c":1e+21,"d":null},"b":[1,"x"]}');
    expect(releaseDigest({ a: 1, b: 2 })).toBe(releaseDigest({ b: 2, a: 1 }));
    expect(releaseDigest({ a: 1 })).not.toBe(releaseDigest({ a: '1' }));
  });
});

describe('traffic', () => {
  const share = (release: number, weight: number, headers?: Record<string, string>) => ({
    ...{ release, weight, digest },
    ...(headers === undefined ? {} : { headers }),
  });
  const of = (...traffic: ReturnType<typeof share>[]) =>
    trafficRules.flatMap((rule) => [...rule({ traffic })]).map(({ code }) => code);

  test('that adds up to 100 is accepted', () => {
    expect(of(share(1, 90), share(2, 10, { 'x-canary': 'yes' }), share(3, 0))).toEqual([]);
  });

  test.each([
    ['TRAFFIC_SUM', [share(1, 90)]],
    ['TRAFFIC_FULL_TWICE', [share(1, 100), share(2, 100)]],
    ['TRAFFIC_RELEASE_REPEATED', [share(1, 50), share(1, 50)]],
    ['TRAFFIC_HEADERS_REPEATED', [share(1, 50, { 'X-A': 'b' }), share(2, 50, { 'x-a': 'b' })]],
  ])('is refused with %s', (code, shares) => {
    expect(of(...shares)).toEqual([code]);
  });

  test('of a wrong shape is refused', () => {
    expect(() => parseTraffic({ kind: 'ModelTraffic' })).toThrow('TRAFFIC_SHAPE_INVALID');
  });
});

test('both forms are published with a text and an example for each field', () => {
  for (const schema of [releaseJsonSchema(), trafficJsonSchema()])
    for (const [name, node] of Object.entries(schema.properties ?? {}))
      expect([name, node.description]).not.toContain(undefined);
});
