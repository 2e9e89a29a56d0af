import { measuredVendors, type Observed } from '../rules/observed.ts';
import type { Board, Row } from './board.ts';
import { lines, number, red, redBelow, row } from './panels.ts';

/** A team's page: what it asked, got, used and left idle, what it waits for, what it spends, how its endpoints answer. */
export function teamBoard(observed: Observed, team: string): Board {
  const { spec } = observed;
  const budget = spec.teams.find(({ name }) => name === team)?.budget;
  const serves = spec.serving?.endpoints.some((endpoint) => endpoint.team === team) ?? false;
  return {
    uid: team,
    title: `Team ${team}`,
    about: `What team ${team} asked for, got and used, what it waits for and spends, and how its endpoints answer.`,
    tags: ['plinth', 'team'],
    rows: [
      accelerators(team, measuredVendors(observed).size > 0),
      queue(team),
      spend(team, budget !== undefined),
      ...(serves ? [endpoints(team)] : []),
    ],
  };
}

function accelerators(team: string, measured: boolean): Row {
  const of = `{team="${team}"}`;
  const amounts = {
    'asked {{resource}}': `team:accelerators_asked:sum${of}`,
    'got {{pool}}': `team:accelerators_got:sum${of}`,
    'guaranteed {{pool}}': `team:accelerators_guaranteed:sum${of}`,
  };
  const busy = { busy: `team:devices_used:sum${of} / team:devices_held:count${of}` };
  const idle = { devices: `team:devices_idle:count${of}` };
  const about = 'What you asked for, what you hold, and what is yours whenever you want it.';
  const devices = [
    lines('Used', 'percentunit', busy, 'Part of their time that the devices you hold are busy.'),
    red(number('Idle', 'short', idle, 'Devices that you hold and that have done nothing for half an hour.'), 1),
  ];
  return row('Accelerators', lines('Asked and got', 'short', amounts, about), ...(measured ? devices : []));
}

function queue(team: string): Row {
  const waiting = `team:jobs_waiting:count{team="${team}"}`;
  const wait = { '9 of 10 jobs': `team:wait_seconds:p90{team="${team}"}` };
  return row(
    'Queue',
    lines('Jobs that wait', 'short', { jobs: waiting }, 'Your jobs that wait.'),
    lines('Wait before the start', 's', wait, 'Over the last hour.'),
  );
}

function spend(team: string, budgeted: boolean): Row {
  const of = `{team="${team}"}`;
  const spent = { spent: `team:spend_30d:usd${of}` };
  const left = { left: `team:budget:usd_per_month${of} - on (team) team:spend_30d:usd${of}` };
  const budget = number('Budget left', 'currencyUSD', left, 'Budget of a month less what the last 30 days cost.');
  return row(
    'Spend',
    lines('US dollars an hour', 'currencyUSD', { spend: `team:spend:usd_per_hour${of}` }, 'At list prices.'),
    number('Last 30 days', 'currencyUSD', spent, 'At list prices, as far as Prometheus remembers.'),
    ...(budgeted ? [redBelow(budget, 0)] : []),
  );
}

function endpoints(team: string): Row {
  const of = `{team="${team}"}`;
  const errors = { '{{endpoint}}': `endpoint:errors:rate5m${of} / endpoint:requests:rate5m${of}` };
  const slow = { '{{endpoint}}': `endpoint:latency_ms:p95${of}` };
  return row(
    'Endpoints',
    lines('Requests', 'reqps', { '{{endpoint}}': `endpoint:requests:rate5m${of}` }, 'Requests a second.'),
    red(lines('Errors', 'percentunit', errors, 'Part of the answers that are errors of the server.'), 0.005),
    red(lines('Time of 95 of 100 answers', 'ms', slow, 'Of each endpoint.'), 1_000),
  );
}
