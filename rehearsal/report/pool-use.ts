import type { Recording } from '../recording/recording.ts';
import { fragmentation } from './fragmentation.ts';
import { type HeldUnits, lifeOf } from './held-units.ts';
import type { PoolFacts } from './pool-facts.ts';
import type { PoolFigures } from './pool-figures.ts';
import { HOUR } from './spans.ts';
import { amountHours, peakOf } from './step-series.ts';

/** What was seen of one pool. `held` are the units that pods held, of all pools. */
export function poolUse(recording: Recording, facts: PoolFacts, held: readonly HeldUnits[]): PoolFigures {
  const { endedAt } = recording;
  const lives = recording.nodes.flatMap((node) => {
    const life = node.pool === facts.pool ? lifeOf(node, endedAt) : undefined;
    return life === undefined ? [] : { ...life, amount: 1, units: node.units };
  });
  const nodeHours = amountHours(lives);
  const offered = amountHours(lives.map((life) => ({ ...life, amount: life.units })));
  const used = amountHours(held.filter(({ pool }) => pool === facts.pool));
  return {
    ...facts,
    nodes: { largest: peakOf(lives), mean: endedAt > 0 ? (nodeHours * HOUR) / endedAt : 0 },
    nodeHours,
    offeredUnitHours: offered,
    usedUnitHours: used,
    idleUnitHours: offered - used,
    ...(offered > 0 ? { useShare: used / offered } : {}),
    fragmentation: fragmentation(recording, facts.pool),
    ...money(facts, nodeHours, offered > 0 ? 1 - used / offered : 1),
  };
}

function money({ price }: PoolFacts, nodeHours: number, idleShare: number): Pick<PoolFigures, 'usd' | 'usdIdle'> {
  if (nodeHours === 0) return { usd: 0, usdIdle: 0 };
  if (price === undefined) return {};
  const usd = nodeHours * price.usdPerHour;
  return { usd, usdIdle: usd * idleShare };
}
