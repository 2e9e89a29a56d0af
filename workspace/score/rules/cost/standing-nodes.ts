import { poolShape } from '../../../../spec/pool-shape.ts';
import { looked, type ScoreRule } from '../../rule.ts';

/** Accelerators that always stand are promised to somebody. */
export const standingNodes: ScoreRule = {
  id: 'COST_STANDING_NODES',
  section: 'cost',
  weight: 5,
  title: 'Accelerators that always stand are guaranteed to teams.',
  why: 'what stands and is promised to nobody is paid for and idle',
  fix: 'lower nodes.min, or guarantee the units to a team',
  look: ({ spec }) =>
    spec.pools.flatMap((pool) => {
      const shape = poolShape(spec.target.kind, pool);
      if (shape?.accelerator === undefined) return [];
      const standing = pool.nodes.min * shape.unitsPerNode;
      const promised = spec.teams.reduce((sum, { quota }) => sum + (quota[pool.name]?.guaranteed ?? 0), 0);
      return [
        standing <= promised
          ? looked(`pools.${pool.name}`)
          : looked(`pools.${pool.name}`, `${standing} units always stand and ${promised} are guaranteed`, 'nodes.min'),
      ];
    }),
};
