import { describe, expect, test } from 'vitest';
import { PlatformError } from '../../../spec/finding.ts';
import { parseVerification } from '../../../verification/file/parse-verification.ts';
import { seriesPlan } from '../../../verification/file/series-plan.ts';

const metric = { name: 'latency', kind: 'latency', query: 'a{$arm}' };
const shop = { name: 'shop', metrics: [metric] };
const whole = {
  apiVersion: 'plinth.dev/v1alpha1',
  kind: 'Verification',
  metadata: { name: 'shop' },
  arms: { baseline: { revision: 'stable' }, canary: { revision: 'canary' } },
  services: [shop],
};

function codes(change: object): readonly string[] {
  try {
    parseVerification({ ...whole, ...change });
    return [];
  } catch (error) {
    if (error instanceof PlatformError) return error.findings.map(({ at, code }) => `${code} ${at}`);
    throw error;
  }
}

describe('a verification', () => {
  test('needs little: what is left out is filled in', () => {
    const found = parseVerification(whole);
    expect(found).toMatchObject({ window: 300, step: 1, looks: 5, timeout: 10, falseAlarm: 0.015, power: 0.95 });
    expect(found.services[0]?.metrics[0]).toMatchObject({ direction: 'higherIsWorse', critical: true });
  });

  test.each([
    ['an unknown key', { window: '5m', windows: 3 }, ['VERIFICATION_SHAPE_INVALID windows']],
    [
      'a query without arm',
      { services: [{ name: 'shop', metrics: [{ ...metric, query: 'a' }] }] },
      ['VERIFICATION_SHAPE_INVALID services[0].metrics[0].query'],
    ],
    ['no metric at all', { services: [{ name: 'shop' }] }, ['VERIFICATION_SHAPE_INVALID services']],
    ['more points than Prometheus gives', { window: '1d' }, ['VERIFICATION_SHAPE_INVALID step']],
    [
      'a label that is none',
      { arms: { ...whole.arms, canary: { 'a-b': 'c' } } },
      ['VERIFICATION_SHAPE_INVALID arms.canary.a-b'],
    ],
    ['two services of a name', { services: [shop, shop] }, ['VERIFICATION_NAME_TWICE services[1].name']],
    [
      'two metrics of a name',
      { services: [{ ...shop, metrics: [metric, metric] }] },
      ['VERIFICATION_NAME_TWICE services[0].metrics[1].name'],
    ],
    [
      'a call of nobody',
      { services: [{ ...shop, calls: [{ service: 'cart' }] }] },
      ['VERIFICATION_CALL_UNKNOWN services[0].calls[0].service'],
    ],
  ])('refuses %s', (_, change, expected) => {
    expect(codes(change)).toEqual(expected);
  });

  test('asks for traffic and latency of a service only where it names them', () => {
    const keys = (services: object[]) =>
      seriesPlan(parseVerification({ ...whole, services })).map(({ arm, key }) => `${arm} ${key}`);
    expect(keys([shop])).toEqual(['baseline shop/latency', 'canary shop/latency']);
    expect(keys([{ ...shop, traffic: 't{$arm}', latency: 'l{$arm}' }])).toHaveLength(6);
  });
});
