import fc, { type GeneratorValue } from 'fast-check';
import type { PlatformInput } from '../../spec/platform.ts';
import { TARGET_KINDS } from '../../spec/target.ts';
import { abilityOf } from '../../spec/target-ability.ts';
import { chance, oneOf, some, whole } from './draw.ts';
import { randomPolicy } from './platform-policy.ts';
import { randomPools } from './platform-pools.ts';
import { randomTarget } from './platform-target.ts';
import { randomTeams } from './platform-teams.ts';

/** How large random platforms are: smallest and largest number, both included. */
export interface Sizes {
  /** Teams. @default [1, 6] */
  readonly teams?: readonly [min: number, max: number];
  /** Pools. @default [1, 5] */
  readonly pools?: readonly [min: number, max: number];
}

/**
 * Platforms on all six targets that are right: they may raise warnings, never errors.
 *
 * Every part of the spec is written in some of them and left to its default in others.
 */
export function randomPlatform(sizes: Sizes = {}): fc.Arbitrary<PlatformInput> {
  return fc.gen().map((draw) => platform(draw, sizes));
}

function platform(draw: GeneratorValue, { pools: poolSize = [1, 5], teams: teamSize = [1, 6] }: Sizes): PlatformInput {
  const target = randomTarget(draw, oneOf(draw, TARGET_KINDS));
  const shaped = randomPools(draw, target, whole(draw, ...poolSize));
  const departments = randomDepartments(draw);
  const teams = randomTeams(draw, {
    count: whole(draw, ...teamSize),
    pools: shaped,
    departments: departments.map(({ name }) => name),
    sandboxes: abilityOf(target.kind).sandboxes,
  });
  return {
    apiVersion: 'plinth.dev/v1alpha1',
    kind: 'Platform',
    metadata: {
      name: oneOf(draw, ['atlas', 'lab', 'a', 'a-very-long-platform-nam']),
      environment: oneOf(draw, ['dev', 'prod', undefined]),
      labels: chance(draw) ? { 'example.org/cost-centre': '4711' } : undefined,
    },
    target,
    pools: shaped.map(({ pool }) => pool),
    teams,
    queueing: randomQueueing(draw, departments),
    training: chance(draw) ? randomTraining(draw) : undefined,
    delivery: randomDelivery(draw),
    components: chance(draw, 0.2) ? { kueue: { version: '0.19.2' } } : undefined,
    ...randomPolicy(
      draw,
      teams.map(({ name }) => name),
    ),
  };
}

type Department = NonNullable<NonNullable<PlatformInput['queueing']>['departments']>[number];

/** A tree: each department is below one that was named before it, or directly below the platform. */
function randomDepartments(draw: GeneratorValue): Department[] {
  return Array.from({ length: whole(draw, 0, 4) }, (_, index) => ({
    name: `dept-${index}`,
    parent: index > 0 && chance(draw) ? `dept-${whole(draw, 0, index - 1)}` : undefined,
    weight: chance(draw, 0.3) ? whole(draw, 1, 10) : undefined,
  }));
}

function randomQueueing(draw: GeneratorValue, departments: readonly Department[]): PlatformInput['queueing'] {
  if (departments.length === 0 && chance(draw)) return undefined;
  return {
    departments,
    priorities: chance(draw, 0.3)
      ? [
          { name: 'normal', value: 500 },
          { name: 'deadline', value: 900 },
        ]
      : undefined,
    gangs: chance(draw, 0.3) ? { timeout: oneOf(draw, ['5m', '1h']), retries: whole(draw, 0, 10) } : undefined,
  };
}

const FRAMEWORKS = ['torch', 'jax', 'deepspeed', 'mpi', 'xgboost', 'ray', 'spark', 'katib'] as const;

function randomTraining(draw: GeneratorValue): PlatformInput['training'] {
  const frameworks = some(draw, FRAMEWORKS);
  return {
    frameworks: frameworks.length === 0 ? undefined : frameworks,
    checkpoints: chance(draw) ? { every: oneOf(draw, ['5m', '15m', '2h']), keep: whole(draw, 1, 10) } : undefined,
    retries: chance(draw, 0.3) ? whole(draw, 0, 10) : undefined,
  };
}

function randomDelivery(draw: GeneratorValue): PlatformInput['delivery'] {
  const repository = 'https://git.example.org/atlas.git';
  return oneOf<PlatformInput['delivery']>(draw, [
    { kind: 'argocd', repository, path: 'clusters/prod' },
    { kind: 'flux', repository, path: 'clusters/prod', revision: 'stable' },
    { kind: 'plain' },
    { kind: 'pulumi' },
  ]);
}
