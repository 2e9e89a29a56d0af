import { describe, expect, test } from 'vitest';
import { object, pairs, withObjects } from './two-teams.ts';

const store = (team: string, uri: string, bucket = uri.split('/')[2]) =>
  object('v1', 'ConfigMap', `${team}/object-store`, { data: { BUCKET: bucket, URI: uri } });

describe('buckets of other teams', () => {
  test.each([
    ['buckets of their own', 's3://lab-red', 's3://lab-blue', []],
    ['one bucket', 's3://lab', 's3://lab', ['blue>red', 'red>blue']],
    ['prefixes of one bucket', 's3://lab/red/', 's3://lab/blue/', []],
    ['a prefix inside the other', 's3://lab/teams/', 's3://lab/teams/blue/', ['blue>red', 'red>blue']],
    ['a bucket around a prefix', 's3://lab', 's3://lab/blue/', ['blue>red', 'red>blue']],
    [
      'a prefix that begins with the letters of the other',
      's3://lab/team',
      's3://lab/team-b',
      ['blue>red', 'red>blue'],
    ],
    ['a container of one account', 'abfss://x@one.dfs.core.windows.net/', 'abfss://x@two.dfs.core.windows.net/', []],
  ])('%s', (_, red, blue, expected) => {
    expect(pairs(withObjects(store('red', red), store('blue', blue)), 'buckets')).toEqual(expected);
  });

  test('any object of a team that names the bucket of another is a path, in words', () => {
    const job = object('batch/v1', 'Job', 'red/copy', {
      spec: { template: { spec: { containers: [{ args: ['--from', 's3://lab-blue/data/part-1'] }] } } },
    });
    const matrix = withObjects(store('red', 's3://lab-red'), store('blue', 's3://lab-blue'), job);
    expect(matrix.paths('red', 'blue', 'buckets')).toEqual(['Job red/copy names lab-blue, which is blue’s']);
    expect(matrix.paths('blue', 'red', 'buckets')).toEqual([]);
  });

  test('the bare name of a bucket counts as well', () => {
    const map = object('v1', 'ConfigMap', 'red/other', { data: { BUCKET: 'lab-blue' } });
    expect(pairs(withObjects(map, store('blue', 's3://lab-blue')), 'buckets')).toEqual(['red>blue']);
    const noAddress = object('v1', 'ConfigMap', 'blue/object-store', { data: { BUCKET: 'lab-blue' } });
    expect(pairs(withObjects(map, noAddress), 'buckets')).toEqual(['red>blue']);
  });

  test('a bucket of nobody is nobody’s', () => {
    const job = object('batch/v1', 'Job', 'red/copy', { spec: { note: 'gs://public-data/imagenet' } });
    expect(pairs(withObjects(job, store('blue', 's3://lab-blue')), 'buckets')).toEqual([]);
  });

  test.each([
    ['eks.amazonaws.com/role-arn'],
    ['iam.gke.io/gcp-service-account'],
    ['azure.workload.identity/client-id'],
  ])('two teams with the same %s are one to the cloud', (annotation) => {
    const account = (place: string, identity: string) => {
      const made = object('v1', 'ServiceAccount', place);
      return { ...made, metadata: { ...made.metadata, annotations: { [annotation]: identity } } };
    };
    expect(pairs(withObjects(account('red/team', 'x'), account('blue/team', 'x')), 'buckets')).toEqual([
      'blue>red',
      'red>blue',
    ]);
    expect(pairs(withObjects(account('red/team', 'x'), account('blue/team', 'y')), 'buckets')).toEqual([]);
  });
});
