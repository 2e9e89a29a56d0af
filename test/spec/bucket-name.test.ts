import { expect, test } from 'vitest';
import { globalBucket, globalEnding, localBucket } from '../../spec/bucket-name.ts';
import { parsePlatform } from '../../spec/parse-platform.ts';
import type { PlatformInput } from '../../spec/platform.ts';
import { reservedEnding } from '../../spec/reserved-name.ts';
import { samplePlatform } from '../sample.ts';

function specOf(metadata: PlatformInput['metadata']) {
  return parsePlatform(samplePlatform({ metadata })).spec;
}

const lab = specOf({ name: 'lab', environment: 'dev' });

test('A bucket of one’s own store is called after platform, environment and team', () => {
  expect(localBucket(lab, 'vision')).toBe('lab-dev-vision');
});

test('A bucket of a shared store ends with a hash of account, cluster and generation', () => {
  expect(globalBucket(lab, 'account', 'vision')).toBe(`lab-dev-vision-${reservedEnding('account', 'lab-dev', 1)}`);
});

test('A raised generation gives new names, so that a platform can be built beside its old self', () => {
  const next = specOf({ name: 'lab', environment: 'dev', generation: 2 });
  expect(globalEnding(next, 'account')).not.toBe(globalEnding(lab, 'account'));
});

test('The longest names stay within 63 characters and keep their ending', () => {
  const long = specOf({ name: 'n'.repeat(24), environment: 'e'.repeat(12) });
  const bucket = globalBucket(long, 'account', 't'.repeat(40));
  expect(bucket).toHaveLength(63);
  expect(bucket.endsWith(globalEnding(long, 'account'))).toBe(true);
});
