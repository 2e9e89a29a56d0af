import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyAssignment } from '../../../rehearsal/what-if/assignment.ts';
import { PlatformError } from '../../../spec/finding.ts';
import { parsePlatform } from '../../../spec/parse-platform.ts';
import type { PlatformInput } from '../../../spec/platform.ts';
import { samplePlatform } from '../../sample.ts';

const changed = (assignment: string, input: unknown = samplePlatform()) =>
  applyAssignment(input, assignment) as PlatformInput;

function refusalOf(assignment: string, input: unknown = samplePlatform()) {
  try {
    applyAssignment(input, assignment);
  } catch (error) {
    if (error instanceof PlatformError) return error.findings[0];
    throw error;
  }
  throw new Error('it was accepted');
}

describe('An assignment', () => {
  test('changes one value, found by the names of list items, and nothing else', () => {
    const before = samplePlatform();
    const copy = structuredClone(before);
    const after = changed('pools.train-h100.nodes.max=32', before);
    expect(after.pools[0]?.nodes).toEqual({ min: 2, max: 32 });
    expect({ ...after, pools: before.pools }).toEqual(before);
    expect(before).toEqual(copy);
  });

  test('finds list items by position too', () => {
    expect(changed('pools[0].nodes.max=4').pools[0]?.nodes.max).toBe(4);
  });

  test('reaches what users name themselves, and adds what was left to its default', () => {
    expect(changed('teams.speech.quota.train-h100.guaranteed=4').teams[1]?.quota['train-h100']?.guaranteed).toBe(4);
    expect(changed('teams.speech.weight=2').teams[1]?.weight).toBe(2);
    expect(changed('queueing.gangs.timeout=5m').queueing).toEqual({ gangs: { timeout: '5m' } });
    expect(changed('pools.train-h100.capacity.kind=spot').pools[0]?.capacity).toEqual({ kind: 'spot' });
  });

  test.each([
    ['32', 32],
    ['spot', 'spot'],
    ['"1.36"', '1.36'],
    ['true', true],
    ['a=b', 'a=b'],
  ])('reads %s as YAML does', (text, value) => {
    expect(changed(`metadata.environment=${text}`).metadata.environment).toBe(value);
  });

  test('may be several, made together', () => {
    const after = changed('pools.train-h100.nodes.max=4,teams.vision.quota.train-h100.borrowable=24');
    expect([after.pools[0]?.nodes.max, after.teams[0]?.quota['train-h100']?.borrowable]).toEqual([4, 24]);
    expect(parsePlatform(after).spec.pools[0]?.nodes.max).toBe(4);
  });

  test('changes one of two parts that a YAML alias shares', () => {
    const input = samplePlatform();
    const nodes = { min: 2, max: 2 };
    const [pool] = input.pools;
    const shared = {
      ...input,
      pools: [
        { ...pool, nodes },
        { ...pool, name: 'other', nodes },
      ],
    };
    expect(changed('pools.other.nodes.max=9', shared).pools.map((each) => each.nodes.max)).toEqual([2, 9]);
  });
});

describe('An assignment is refused', () => {
  test.each([
    ['pools.train-h10.nodes.max=32', 'there is no train-h10 in pools', 'write train-h100'],
    ['pool.train-h100.nodes.max=32', 'there is no pool in the platform', 'write pools'],
    ['pools.train-h100.nodes.maxx=32', 'there is no maxx in pools.train-h100.nodes', 'write max'],
    [
      'teams.vision.quota.__proto__.guaranteed=1',
      'there is no __proto__ in teams.vision.quota',
      'choose one of guaranteed, borrowable, reclaimable, scheduling',
    ],
    ['pools[7].nodes.max=32', 'there is no 7 in pools', 'choose one of train-h100'],
    ['metadata.name.first=a', 'there is no first in metadata.name', 'end the path at metadata.name'],
  ])('as WHATIF_PATH_UNKNOWN: %s', (assignment, problem, fix) => {
    expect(refusalOf(assignment)).toMatchObject({ code: 'WHATIF_PATH_UNKNOWN', level: 'error', problem, fix });
  });

  test.each([
    'pools.train-h100.nodes.max',
    '=32',
    '',
    'pools.train-h100.nodes.max=',
    'metadata.name=[a, b]',
    'metadata.name={a: b}',
    'metadata.name="',
  ])('as WHATIF_ASSIGNMENT_MALFORMED: %s', (assignment) => {
    expect(refusalOf(assignment)?.code).toBe('WHATIF_ASSIGNMENT_MALFORMED');
  });

  test.each([
    ['pools.train-h100.nodes=32', 'go on with one of min, max'],
    ['pools=3', 'name a single entry, such as pools.train-h100'],
    ['pools.train-h100.zones=a', 'this list cannot be changed by one value; rehearse a changed file instead'],
  ])('as WHATIF_PATH_UNFINISHED: %s', (assignment, fix) => {
    expect(refusalOf(assignment)).toMatchObject({ code: 'WHATIF_PATH_UNFINISHED', fix });
  });

  test('by a finding and by nothing else, whatever it says and whatever the platform is', () => {
    const law = fc.property(fc.string(), fc.jsonValue(), (text, input) => {
      for (const assignment of [text, `${text}=1`, `pools.${text}=1`, `teams.vision.quota.${text}=x`])
        try {
          applyAssignment(input, assignment);
        } catch (error) {
          expect(error).toBeInstanceOf(PlatformError);
        }
    });
    fc.assert(law, { numRuns: 300, seed: 1 });
  });

  test('later, by the platform, where its value does not fit', () => {
    expect(() => parsePlatform(changed('pools.train-h100.nodes.max=many'))).toThrow('SPEC_SHAPE_INVALID');
  });
});
