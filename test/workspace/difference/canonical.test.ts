import { expect, test } from 'vitest';
import { canonical } from '../../../workspace/difference/canonical.ts';

function equal(path: string, before: unknown, after: unknown): boolean {
  const names = path.split(' ');
  return canonical(before, names) === canonical(after, names);
}

test.each([
  ['spec resources requests cpu', '1000m', '1'],
  ['spec resources limits memory', '1024Mi', '1Gi'],
  ['spec resources limits nvidia.com/gpu', '1', 1],
  ['spec hard requests.storage', '10Ti', '10240Gi'],
  ['spec capacity storage', '1e3', '1k'],
  ['spec resourceGroups flavors resources nominalQuota', '64', '64.0'],
  ['spec resourceGroups flavors resources borrowingLimit', '0', 0],
  ['spec volumes emptyDir sizeLimit', '0.5Gi', '512Mi'],
  ['spec limits defaultRequest cpu', '0.25', '250m'],
  ['spec limits max example.org/fpga', '2', 2],
  ['spec overhead podFixed memory', '160Mi', '163840Ki'],
])('an amount at %s is equal by value: %j and %j', (path, before, after) => {
  expect(equal(path, before, after)).toBe(true);
});

test.each([
  ['spec timeout', '60s', '1m'],
  ['spec retryInterval', '1h30m', '90m'],
  ['spec duration', '2160h', '90d'],
  ['waitForPodsReady requeuingStrategy backoffLimitTimeout', '1.5m', '90s'],
  ['spec disruption consolidateAfter', '0s', '0m'],
])('a length of time at %s is equal by value: %j and %j', (path, before, after) => {
  expect(equal(path, before, after)).toBe(true);
});

test.each([
  ['metadata labels memory', '1024Mi', '1Gi'],
  ['metadata annotations cpu', '1000m', '1'],
  ['spec nodeSelector cpu', '8', '8.0'],
  ['spec selector matchLabels timeout', '60s', '1m'],
  ['data timeout', '60s', '1m'],
  ['spec version', '1.0', '1'],
  ['spec ports port', 80, '80'],
  ['spec schema properties default', '1.0', '1'],
  ['spec names max', '1.0', '1'],
  ['spec timeoutSeconds', '60', 60],
  ['spec timeout', 60, '60s'],
  ['spec resources requests cpu', '1', '1x'],
  ['spec resources requests cpu', '1', true],
  ['spec resources requests cpu', '1', '1001m'],
  ['spec timeout', '60s', '61s'],
  ['spec x', null, 'null'],
  ['spec x', '[]', []],
])('at %s texts are equal only to themselves: %j and %j', (path, before, after) => {
  expect(equal(path, before, after)).toBe(false);
});

test('the order of keys says nothing, the order of a list does', () => {
  expect(canonical({ a: 1, b: { d: 1, c: 2 } }, [])).toBe(canonical({ b: { c: 2, d: 1 }, a: 1 }, []));
  expect(canonical([1, 2], [])).not.toBe(canonical([2, 1], []));
});

test('amounts are found inside the lists and maps below their place', () => {
  const claim = (storage: unknown) => ({ volumeClaimTemplates: [{ spec: { resources: { requests: { storage } } } }] });
  expect(canonical(claim('1Ti'), ['spec'])).toBe(canonical(claim('1024Gi'), ['spec']));
});
