import { describe, expect, test } from 'vitest';
import { platformOn, team, textOf, verdict } from '../findings-of.ts';

const CODE = 'BUCKET_NAME_RESERVED';

describe('names that become those of buckets', () => {
  test.each([
    ['aws', 'xn--atlas', 'begins with xn--'],
    ['aws', 'sthree', 'begins with sthree-'],
    ['aws', 'amzn-s3-demo', 'begins with amzn-s3-demo-'],
    ['gcp', 'goog-atlas', 'begins with goog'],
    ['gcp', 'my-google', 'contains google'],
    ['gcp', 'my-g00gle', 'contains g00gle'],
  ] as const)('on %s are not those of a platform called %s, which %s', (kind, name, words) => {
    const input = platformOn(kind, { metadata: { name } });
    expect(verdict(input)).toEqual([`error ${CODE} at metadata.name`]);
    expect(textOf(input, CODE)).toContain(words);
  });

  test('are not those of an environment or a team that the store refuses', () => {
    expect(verdict(platformOn('gcp', { metadata: { name: 'atlas', environment: 'google' } }))).toEqual([
      `error ${CODE} at metadata.environment`,
    ]);
    const input = platformOn('gcp', { teams: [team(), team({ name: 'google-ads' })] });
    expect(verdict(input)).toEqual([`error ${CODE} at teams[1].name`]);
    expect(textOf(input, CODE)).toMatch(
      /^its bucket would be called atlas-dev-google-ads-[0-9a-f]{8}, and Google Cloud Storage refuses a name that contains google; /,
    );
  });

  test.each(['vision-s3alias', 'vision--ol-s3', 'vision--x-s3', 'vision--table-s3'])(
    'end as the team %s does only in a store of an existing cluster, where no hash follows',
    (name) => {
      const teams = [team({ name })];
      const storage = { objects: 'https://s3.lab.example.org' };
      expect(verdict(platformOn('existing', { teams, target: { storage } }))).toEqual([
        `error ${CODE} at teams[0].name`,
      ]);
      expect(verdict(platformOn('existing', { teams }))).toEqual([]);
      expect(verdict(platformOn('aws', { teams }))).toEqual([]);
    },
  );

  test('may hold the words that only another store refuses', () => {
    const named = { metadata: { name: 'google' }, teams: [team({ name: 'goog' })] };
    expect(verdict(platformOn('aws', named))).toEqual([]);
    expect(verdict(platformOn('azure', named))).toEqual([]);
    expect(verdict(platformOn('gcp', { metadata: { name: 'sthree' } }))).toEqual([]);
    expect(verdict(platformOn('gcp', { teams: [team({ name: 'goog' })] }))).toEqual([]);
    expect(verdict(platformOn('existing', { metadata: { name: 'xn--atlas' } }))).toEqual([]);
  });
});
