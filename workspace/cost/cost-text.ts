import { percentText, UNKNOWN, usdText } from '../../rehearsal/report/figure-text.ts';
import type { Paint } from '../../rehearsal/report/paint.ts';
import type { Column } from '../../rehearsal/report/table.ts';
import { textTable } from '../../rehearsal/report/text-table.ts';
import type { PlatformCost, PoolCost, TeamCost } from './cost-figures.ts';

/** Width of the tables. Unit: characters. */
const WIDTH = 100;

const text = (title: string): Column => ({ title });
const number = (title: string): Column => ({ title, kind: 'number' });

/** The cost of a platform, for people. */
export function costText({ assumptions, pools, teams, total }: PlatformCost, paint: Paint): string {
  const unknown = pools.some(({ price }) => price === undefined);
  const all = ['all', '', '', '', usdText(total.least), usdText(total.most)];
  const poolLines = textTable(
    {
      columns: [
        text('pool'),
        text('machine'),
        number('nodes'),
        number('$ an hour'),
        number('month, least'),
        number('month, most'),
      ],
      rows: [...pools.map(poolRow), unknown ? ['all with a price', ...all.slice(1)] : all],
    },
    WIDTH,
    paint,
  );
  const teamLines = textTable(
    {
      columns: [
        text('team'),
        number('guaranteed, month'),
        number('with all it may borrow'),
        number('budget'),
        number('of budget'),
      ],
      rows: teams.map(teamRow),
    },
    WIDTH,
    paint,
  );
  const notes = assumptions.map((each) => `- ${each}`);
  return `${[...poolLines, '', ...teamLines, '', ...notes].join('\n')}\n`;
}

function poolRow({ instance, nodes, pool, price, usdPerMonth }: PoolCost): string[] {
  return [
    pool,
    instance ?? 'own',
    nodes.min === nodes.max ? String(nodes.max) : `${nodes.min}–${nodes.max}`,
    price === undefined ? UNKNOWN : usdText(price.usdPerHour),
    usdText(usdPerMonth?.least),
    usdText(usdPerMonth?.most),
  ];
}

function teamRow({ budgetUsdPerMonth: budget, guaranteedUsdPerMonth, mostUsdPerMonth, team }: TeamCost): string[] {
  const share =
    budget === undefined || guaranteedUsdPerMonth === undefined ? undefined : guaranteedUsdPerMonth / budget;
  return [
    team,
    usdText(guaranteedUsdPerMonth),
    usdText(mostUsdPerMonth),
    budget === undefined ? 'no limit' : usdText(budget),
    percentText(share),
  ];
}
