import { DIMENSIONS, reachability } from '../../../../constructs/tenancy/index.ts';
import type { Look, ScoreRule } from '../../rule.ts';

/** No team reaches another, by any kind of path. */
export const noReach: ScoreRule = {
  id: 'TENANCY_NO_REACH',
  section: 'tenancy',
  weight: 10,
  title: 'No team reaches another, by network, rights, secrets, buckets, queues or routes.',
  why: 'one team’s mistake, or its stolen password, must end with that team',
  fix: 'close the path that is named, or declare what is shared in the spec',
  look: (scene) => {
    const matrix = reachability(scene.objects);
    return matrix.teams.flatMap((from) =>
      matrix.teams
        .filter((to) => to !== from)
        .flatMap((to) =>
          DIMENSIONS.map(
            (dimension): Look => ({
              on: `teams.${from} to ${to}: ${dimension}`,
              problems: matrix.paths(from, to, dimension).map((problem) => ({ problem })),
            }),
          ),
        ),
    );
  },
};
