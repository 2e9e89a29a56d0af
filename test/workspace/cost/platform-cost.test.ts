import { describe, expect, it } from 'vitest';
import { parsePlatform } from '../../../spec/parse-platform.ts';
import type { PlatformInput } from '../../../spec/platform.ts';
import { costFindings } from '../../../workspace/cost/cost-findings.ts';
import { costText } from '../../../workspace/cost/cost-text.ts';
import { platformCost } from '../../../workspace/cost/platform-cost.ts';
import { samplePlatform } from '../../sample.ts';

const machine = { accelerator: 'nvidia-h100-80gb', count: 8, vcpus: 192, memory: '2Ti', usdPerHour: 10 } as const;

/** A pool of eight GPUs for $10 an hour, of which a team may hold two nodes. */
function costOf(change: Partial<PlatformInput> = {}) {
  const input = samplePlatform({
    pools: [{ name: 'train', machine, nodes: { min: 1, max: 4 } }],
    teams: [{ name: 'vision', groups: ['oidc:vision'], quota: { train: { guaranteed: 16, borrowable: 8 } } }],
    ...change,
  });
  return platformCost(parsePlatform(input).spec);
}

const aws = { kind: 'aws', account: '111122223333', region: 'eu-west-1' } as const;

function onAws(pool: Omit<NonNullable<PlatformInput['pools']>[number], 'name'>) {
  const teams = [{ name: 'vision', groups: ['oidc:vision'], quota: { train: { guaranteed: 1 } } }];
  return costOf({ target: aws, pools: [{ name: 'train', ...pool }] as PlatformInput['pools'], teams });
}

describe('the cost of a platform', () => {
  it('is the price of the nodes that always stand, up to that of all nodes', () => {
    expect(costOf().pools[0]).toMatchObject({
      unitsPerNode: 8,
      nodes: { min: 1, max: 4 },
      usdPerMonth: { least: 7_300, most: 29_200 },
    });
    expect(costOf().total).toEqual({ least: 7_300, most: 29_200 });
  });

  it('of a team is its share of the nodes, guaranteed and with all that it may borrow', () => {
    expect(costOf().teams).toEqual([
      { team: 'vision', guaranteedUsdPerMonth: 14_600, mostUsdPerMonth: 21_900, unpricedPools: [] },
    ]);
  });

  it('counts shares of a device as parts of it', () => {
    const sharing = { kind: 'timeSlicing', replicas: 2, trust: 'single' } as const;
    const pools = [{ name: 'train', machine, nodes: { max: 4 }, driver: 'operator' as const, sharing }];
    expect(costOf({ pools }).teams[0]?.guaranteedUsdPerMonth).toBe(7_300);
  });

  it('stays unknown where the price is: of the pool, and of every team that may use it', () => {
    const { usdPerHour: _, ...unpriced } = machine;
    const { pools, teams, total, assumptions } = costOf({
      pools: [{ name: 'train', machine: unpriced, nodes: { max: 4 } }],
    });
    expect(pools[0]).not.toHaveProperty('usdPerMonth');
    expect(teams[0]).toEqual({ team: 'vision', unpricedPools: ['train'] });
    expect(total).toEqual({ least: 0, most: 0 });
    expect(assumptions.at(-1)).toContain('train: the price of its machines is not published');
  });

  it('takes list prices from the catalogue, with day, source and region', () => {
    const { assumptions, pools } = onAws({ instance: 'p5.48xlarge', nodes: { max: 2 } });
    expect(pools[0]?.price?.asOf).toMatch(/^\d{4}-\d\d-\d\d$/);
    expect(assumptions.find((each) => each.includes('p5.48xlarge'))).toContain(`read on ${pools[0]?.price?.asOf}`);
    expect(assumptions).toContain('train: prices of eu-west-1 were not read; those of us-east-1 stand for them.');
  });

  it('says that capacity of other kinds is counted at the price on demand', () => {
    const spot = onAws({ instance: 'p5.48xlarge', nodes: { max: 2 }, capacity: { kind: 'spot' } });
    expect(spot.assumptions).toContain('train is spot; the list price on demand stands for what you agreed on.');
    const demand = onAws({ instance: 'p5.48xlarge', nodes: { max: 2 } });
    expect(demand.assumptions.filter((each) => each.includes('agreed'))).toEqual([]);
  });
});

describe('a budget', () => {
  const withBudget = (usdPerMonth: number) =>
    costOf({
      teams: [
        {
          name: 'vision',
          groups: ['oidc:vision'],
          quota: { train: { guaranteed: 16 } },
          budget: { usdPerMonth },
        },
      ],
    });

  it('below what is guaranteed is a warning with the share that it covers', () => {
    const [finding] = costFindings(withBudget(7_300));
    expect(finding).toMatchObject({
      code: 'COST_BUDGET_EXCEEDED',
      level: 'warning',
      at: 'teams[0].budget.usdPerMonth',
      fix: 'lower its guarantee to 50 % of it, or raise the budget',
    });
  });

  it('that covers the guarantee is none, and no budget is none', () => {
    expect(costFindings(withBudget(14_600))).toEqual([]);
    expect(costFindings(costOf())).toEqual([]);
  });

  it('is shown with the share that the guarantee takes', () => {
    const text = costText(withBudget(7_300), (_, words) => words);
    expect(text).toMatch(/^vision +\$14,600 +\$14,600 +\$7,300 +200 %$/m);
    expect(text).toMatch(/^train +own +1–4 +\$10\.00 +\$7,300 +\$29,200$/m);
  });
});
