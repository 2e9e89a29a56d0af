import { App } from 'cdk8s';
import { Platform, type PlatformExtension } from '../../constructs/platform.ts';
import { checkpointStore, type JobPlace, jobPlaces } from '../../constructs/training/index.ts';
import type { TargetFacts } from '../../spec/facts.ts';
import type { PlatformSpec } from '../../spec/platform.ts';
import { type TrainingSpec, training } from '../../spec/training.ts';

/** Where the jobs of a rehearsal run. */
export interface JobPlaces {
  /** Where a team's jobs on a pool run. @throws {Error} if the pool is closed to the team: `parseWorkloads` would have said so. */
  place(team: string, pool: string): JobPlace;
}

/**
 * Every pool that is open to a team of a platform, with what holds there, from the platform's own constructs.
 *
 * A platform without training has places too: its Jobs wait in the same queues.
 *
 * @param extension - rooms that take the place of Plinth's own
 */
export function jobPlacesOf(spec: PlatformSpec, facts: TargetFacts, extension: PlatformExtension = {}): JobPlaces {
  const { queueing, tenancy } = new Platform(new App(), 'platform', { ...extension, spec, facts });
  const common = {
    training: spec.training ?? WITHOUT_TRAINING,
    store: spec.training === undefined ? ({ kind: 'none' } as const) : checkpointStore(facts),
    priorities: spec.queueing.priorities.map(({ name }) => name),
  };
  const places = new Map(
    jobPlaces(tenancy.spaces, queueing.queues, common).map((place) => [
      keyOf(place.team.name, place.pool.flavorName),
      place,
    ]),
  );
  return {
    place(team, pool) {
      const found = places.get(keyOf(team, pool));
      if (found === undefined) throw new Error(`bug: pool ${pool} is closed to team ${team}`);
      return found;
    },
  };
}

/** What jobs are told of checkpoints on a platform that says nothing about them. */
const WITHOUT_TRAINING: TrainingSpec = training.parse({});

function keyOf(team: string, pool: string): string {
  return `${team}/${pool}`;
}
