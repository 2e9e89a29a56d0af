import { describe, expect, test } from 'vitest';
import { type Finding, PlatformError } from '../../../spec/finding.ts';
import { type LoadedPlatform, parseYaml } from '../../../workspace/platform-file.ts';
import { variantOf } from '../../../workspace/rehearse/variant.ts';

const TEXT = `apiVersion: plinth.dev/v1alpha1
kind: Platform
metadata: { name: lab }
target: { kind: aws, account: "111122223333", region: eu-west-1 }
pools:
  - { name: train, instance: p5.48xlarge, nodes: { min: 0, max: 2 } }
teams:
  - { name: vision, groups: ["oidc:vision"], quota: { train: { guaranteed: 8, borrowable: 8 } } }
  - { name: speech, groups: ["oidc:speech"], quota: { train: { guaranteed: 8 } } }
delivery: { kind: plain }
`;
const LOADED: LoadedPlatform = parseYaml('platform.yaml', Buffer.from(TEXT));

function refusalOf(assignment: string): readonly Finding[] {
  try {
    variantOf(LOADED, assignment);
    return [];
  } catch (error) {
    if (error instanceof PlatformError) return error.findings;
    throw error;
  }
}

describe('A variant of a platform', () => {
  test('differs in what was changed, and in nothing else', () => {
    const { spec } = variantOf(LOADED, 'pools.train.nodes.max=4');
    const [pool] = LOADED.spec.pools;
    expect(spec).toEqual({ ...LOADED.spec, pools: [{ ...pool, nodes: { min: 0, max: 4 } }] });
    expect(LOADED.spec.pools[0]?.nodes.max).toBe(2);
  });

  test('has all changes that are joined by commas', () => {
    const { spec } = variantOf(LOADED, 'pools.train.nodes.max=4, pools.train.nodes.min=1,teams.vision.weight=3');
    expect([spec.pools[0]?.nodes, spec.teams[0]?.weight]).toEqual([{ min: 1, max: 4 }, 3]);
  });

  test('may need its changes together: either alone is refused', () => {
    const both = 'teams.speech.quota.train.guaranteed=24,pools.train.nodes.max=4';
    expect(refusalOf(both)).toEqual([]);
    expect(refusalOf('teams.speech.quota.train.guaranteed=24').length).toBeGreaterThan(0);
  });

  test('keeps what a program puts into its platform', () => {
    const extension = { rooms: {} } as LoadedPlatform['extension'];
    expect(variantOf({ ...LOADED, extension }, 'pools.train.nodes.max=4').extension).toBe(extension);
  });

  test('can be made of a program’s platform, which has no lines', () => {
    const { source: _, ...program } = LOADED;
    expect(variantOf(program, 'pools.train.nodes.max=4').spec.pools[0]?.nodes.max).toBe(4);
  });
});

describe('A variant is refused', () => {
  test.each([
    ['pools.tarin.nodes.max=4', 'WHATIF_PATH_UNKNOWN', 'write train'],
    ['pools.train.nodes.maxx=4', 'WHATIF_PATH_UNKNOWN', 'write max'],
    ['pools.train.nodes=4', 'WHATIF_PATH_UNFINISHED', 'go on with one of min, max'],
    ['pools.train.nodes.max', 'WHATIF_ASSIGNMENT_MALFORMED', 'write it as pools.NAME.nodes.max=32'],
  ])('for a change that means nothing: %s', (assignment, code, fix) => {
    expect(refusalOf(assignment)).toMatchObject([{ code, at: `(--what-if) ${assignment.split('=')[0]}`, fix }]);
  });

  test('for the second of two changes, which is the one that is named', () => {
    expect(refusalOf('pools.train.nodes.max=4,pools.tarin.nodes.min=1')).toMatchObject([
      { code: 'WHATIF_PATH_UNKNOWN', at: '(--what-if) pools.tarin.nodes.min' },
    ]);
  });

  test.each([
    ['pools.train.nodes.max=many', 'SPEC_SHAPE_INVALID', 'pools[0].nodes.max', 6],
    ['pools.train.nodes.max=-1', 'SPEC_SHAPE_INVALID', 'pools[0].nodes.max', 6],
    ['target.kind=awz', 'SPEC_SHAPE_INVALID', 'target.kind', 4],
  ])('for a value that does not fit, with the line of what it would replace: %s', (assignment, code, at, line) => {
    expect(refusalOf(assignment)).toMatchObject([{ code, at, place: { file: 'platform.yaml', line } }]);
  });

  test('for a value that the rest of the platform does not allow', () => {
    const found = refusalOf('pools.train.nodes.max=1');
    expect(found.length).toBeGreaterThan(0);
    expect(found.every(({ code }) => !code.startsWith('WHATIF'))).toBe(true);
  });
});
