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
  return [
    `${fleet.metadata.name}: ${members.length} platforms`,
    ...members.map(
      ({ member, spec }) =>
        `  ${member.name.padEnd(width)}  ${member.role.padEnd(10)}  ${member.region}, ${spec.target.kind}, ${spec.teams.length} teams`,
    ),
    ...(shown.length === 0 ? [] : [`  jobs in the queue fleet, ${dispatchText(fleet.jobs.dispatch)}`]),
    ...shown.map(([team, choices]) => `    ${team.padEnd(width)}  ${choices.map(choiceText).join(', then ')}`),
    ...(orders.size > SHOWN ? [`    … and ${orders.size - SHOWN} more teams`] : []),
  ].join('\n');
}

function dispatchText(dispatch: LoadedFleet['fleet']['jobs']['dispatch']): string {
  return dispatch.kind === 'race' ? 'all clusters at once' : `${dispatch.atOnce} at once, in this order`;
}

function choiceText({ dataGib, usdPerUnitHour, worker }: WorkerChoice): string {
  const why = [
    ...(dataGib === 0 ? [] : [`${sizeText(dataGib)} of its data`]),
    ...(usdPerUnitHour === undefined ? [] : [`${usdPerUnitHour.toFixed(2)} $/h a unit`]),
  ];
  return why.length === 0 ? worker : `${worker} (${why.join(', ')})`;
}
