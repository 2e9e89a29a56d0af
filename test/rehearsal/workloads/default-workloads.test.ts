import { globSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { defaultWorkloads } from '../../../rehearsal/workloads/default-workloads.ts';
import { loadPlatform } from '../../../workspace/platform-file.ts';
import { teamsPlatform } from './sample-workloads.ts';

describe('What a platform is rehearsed with when nobody says', () => {
  test('is a node, a gang and something borrowed for each quota', () => {
    const { jobs } = defaultWorkloads(teamsPlatform());
    const vision = jobs.filter(({ team }) => team === 'vision');
    expect(vision.map(({ kind, name, nodes, unitsPerNode }) => [name, kind, nodes * unitsPerNode])).toEqual([
      ['borrow-1', 'JobSet', 18],
      ['one-1-1', 'TrainJob', 8],
      ['one-1-2', 'TrainJob', 8],
      ['gang-1', 'TrainJob', 16],
    ]);
  });

  test('asks nothing of training where there is none, nor of a pool that is closed', () => {
    const { jobs } = defaultWorkloads(teamsPlatform({ training: undefined }));
    expect(new Set(jobs.map(({ kind }) => kind))).toEqual(new Set(['Job']));
    expect(jobs.filter(({ pool, team }) => team === 'vision' && pool === 'cpu')).toEqual([]);
  });

  test.each(globSync('examples/*/platform.yaml'))('fits %s, and takes less than a minute of arrivals', async (path) => {
    const { spec } = await loadPlatform(path);
    const { jobs, speed } = defaultWorkloads(spec);
    expect(jobs.length).toBeGreaterThan(0);
    expect(Math.max(...jobs.map(({ atSeconds, durationSeconds }) => atSeconds + durationSeconds)) / speed).toBeLessThan(
      60,
    );
  });
});
