import type { WorkerChoice } from '../../spec/fleet-order.ts';
import { sizeText } from '../../spec/units.ts';
import type { LoadedFleet } from './load-fleet.ts';

/** Teams shown before the rest is only counted. */
const SHOWN = 12;

/** A fleet as a few aligned lines: its platforms, and where each team's jobs are offered first. */
export function fleetText({ fleet, members, orders }: LoadedFleet): string {
  const width = Math.max(
    ...members.map(({ member }) => member.name.length),
    ...[...orders.keys()].map((name) => name.length),
  );
  const shown = [...orders].slice(0, SHOWN);
  const between = fleet.jobs.dispatch.kind === 'race' ? ', ' : ', then ';
  return [
    `${fleet.metadata.name}: ${members.length} platforms`,
    ...members.map(
      ({ member, spec }) =>
        `  ${member.name.padEnd(width)}  ${member.role.padEnd(10)}  ${member.region}, ${spec.target.kind}, ${spec.teams.length} ${spec.teams.length === 1 ? 'team' : 'teams'}`,
    ),
    ...(shown.length === 0 ? [] : [`  jobs in the queue fleet, ${dispatchText(fleet.jobs)}`]),
    ...shown.map(
      ([team, choices]) =>
        `    ${team.padEnd(width)}  ${choices.map((choice) => choiceText(fleet.jobs, choice)).join(between)}`,
    ),
    ...(orders.size > SHOWN ? [`    … and ${orders.size - SHOWN} more teams`] : []),
  ].join('\n');
}

type Jobs = LoadedFleet['fleet']['jobs'];

/** What each way to compute an order puts first. */
const FIRST = { data: 'most of the team’s data', price: 'the lowest price' } as const;

function dispatchText({ dispatch, order }: Jobs): string {
  if (dispatch.kind === 'race') return 'all clusters at once, whichever has room first';
  const why = order.kind === 'stated' ? 'as stated' : [...order.by.map((by) => FIRST[by]), 'as listed'].join(', then ');
  return `${dispatch.atOnce} at once, in this order (${why})`;
}

function choiceText({ order }: Jobs, { dataGib, usdPerUnitHour, worker }: WorkerChoice): string {
  const byPrice = order.kind === 'computed' && order.by.includes('price');
  const why = [
    ...(dataGib === 0 ? [] : [`${sizeText(dataGib)} of its data`]),
    ...(usdPerUnitHour === undefined ? [] : [`${usdPerUnitHour.toFixed(2)} $/h a unit`]),
    ...(usdPerUnitHour === undefined && byPrice ? ['price unknown'] : []),
  ];
  return why.length === 0 ? worker : `${worker} (${why.join(', ')})`;
}
