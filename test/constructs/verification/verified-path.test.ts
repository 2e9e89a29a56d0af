import { describe, expect, test } from 'vitest';
import { endpointVerification } from '../../../constructs/verification/index.ts';
import { parsePlatform } from '../../../spec/parse-platform.ts';
import { CLASSIC_FORMATS } from '../../../spec/serving.ts';
import type { VerifiedEndpoint } from '../../../spec/verification.ts';
import { parseVerification } from '../../../verification/file/parse-verification.ts';
import { seriesPlan } from '../../../verification/file/series-plan.ts';
import { readExpression } from '../observability/promql.ts';
import { CLASSIC, LANGUAGE } from '../serving/serving-sample.ts';
import { ENDPOINT, type JudgedInput, verifiedPlatform } from './verification-sample.ts';

/** What is asked about an endpoint. */
function asked(change: Partial<JudgedInput> = {}, written: object = CLASSIC) {
  const input = verifiedPlatform({ releases: [{ ...ENDPOINT, ...change } as JudgedInput] });
  const serving = { endpoints: [{ ...CLASSIC, ...written }, LANGUAGE] };
  const { spec } = parsePlatform({ ...input, serving });
  const release = spec.verification?.releases[0] as VerifiedEndpoint;
  const endpoint = spec.serving?.endpoints.find(({ name }) => name === release.endpoint);
  if (endpoint === undefined) throw new Error('bug: no endpoint');
  return parseVerification(endpointVerification(release, endpoint, { baseline: 'r3', canary: 'r4' }));
}

describe('what a release of an endpoint is judged by', () => {
  test('is what its server shows, for each revision, by the monitor that asks often', () => {
    const [first] = seriesPlan(asked());
    expect(first).toEqual({
      key: 'defects/@traffic',
      arm: 'baseline',
      query:
        'sum(rate(request_predict_seconds_count{endpoint="defects",revision="r3",job="monitoring/verified.vision.defects"}[15s]))',
    });
  });

  test('and what the spec adds: a business figure, services that it waits for', () => {
    const found = asked({
      calls: [{ service: 'features' }],
      metrics: [{ name: 'sorted out', kind: 'business', query: 'sum(parts{$arm})', critical: false }],
      services: [{ name: 'features', latency: 'features_ms{$arm}' }],
    } as Partial<JudgedInput>);
    expect(found.services.map(({ name }) => name)).toEqual(['defects', 'features']);
    expect(found.services[0]).toMatchObject({
      calls: [{ service: 'features', times: 1 }],
      metrics: [{ name: 'latency' }, { name: 'sorted out', kind: 'business', critical: false }],
    });
  });

  test.each(CLASSIC_FORMATS.filter((format) => format !== 'tensorflow'))(
    'has a latency that Prometheus reads for %s',
    (format) => {
      const { services } = asked({}, { format });
      expect(services[0]?.metrics[0]).toMatchObject({ name: 'latency', kind: 'latency', critical: true });
    },
  );

  test('is the first token and the whole answer for language models', () => {
    const { services } = asked({ endpoint: 'chat' } as Partial<JudgedInput>);
    expect(services[0]?.metrics.map(({ name }) => name)).toEqual(['first token', 'latency']);
  });

  test('is PromQL that is whole', () => {
    const queries = [asked({}, { format: 'mlflow' }), asked({}, { format: 'onnx' })].flatMap((file) =>
      seriesPlan(file),
    );
    for (const { query } of queries) expect(readExpression(query).selectors.length, query).toBeGreaterThan(0);
  });
});
