import { alertGroups, platformSlos } from '../rules/alert-groups.ts';
import type { Observed } from '../rules/observed.ts';
import type { RoomName } from '../rules/rule.ts';
import type { Slo } from '../rules/slo.ts';
import type { Board, Dashboard, Row } from './board.ts';
import { grafanaJson } from './grafana.ts';
import { lines, number, red, redBelow, row } from './panels.ts';
import { ROOM_ROWS } from './room-rows.ts';
import { shownRows } from './shown-rows.ts';
import { teamBoard } from './team-board.ts';

const TITLES: Readonly<Record<RoomName, string>> = {
  tenancy: 'Teams and the API',
  accelerators: 'Accelerators',
  images: 'Images from node to node',
  autoscaling: 'Pools and nodes',
  queueing: 'Queues',
  training: 'Training jobs',
  access: 'The way in',
  registry: 'Registry and databases',
  serving: 'Endpoints',
  edge: 'Edge sites',
  verification: 'Releases under judgement',
  policy: 'What is refused',
  delivery: 'Delivery',
  observability: 'Monitoring itself',
};

/** All pages of a platform: one for each room that is open, then one for each team. */
export function dashboards(observed: Observed): readonly Dashboard[] {
  const records = new Set(alertGroups(observed).flatMap((group) => group.records.map(({ record }) => record)));
  const rooms = observed.rooms.map((room): Dashboard => {
    const board = roomBoard(observed, room, records);
    return { uid: board.uid, title: board.title, room, json: grafanaJson(board) };
  });
  const teams = observed.spec.teams.map(({ name }): Dashboard => {
    const board = teamBoard(observed, name);
    const rows = shownRows(observed, records, board.rows);
    return { uid: board.uid, title: board.title, team: name, json: grafanaJson({ ...board, rows }) };
  });
  return [...rooms, ...teams];
}

/** A room's page. Its address has an underscore, which no team's name has. */
function roomBoard(observed: Observed, room: RoomName, records: ReadonlySet<string>): Board {
  const slos = platformSlos(observed).filter((slo) => slo.room === room);
  return {
    uid: `plinth_${room}`,
    title: `Plinth: ${TITLES[room]}`,
    about: `What the room ${room} promises, whether it holds, and what to look at if it does not.`,
    tags: ['plinth', 'room', room],
    rows: [promises(room, slos), ...shownRows(observed, records, ROOM_ROWS[room])],
  };
}

function promises(room: RoomName, slos: readonly Slo[]): Row {
  const alerts = red(
    number(
      'Alerts',
      'short',
      { firing: `count(ALERTS{alertstate="firing",severity!="none",room="${room}"}) or vector(0)` },
      'Alerts of the room that fire.',
    ),
    1,
  );
  const left = slos.map((slo) =>
    redBelow(
      number(
        slo.title,
        'percentunit',
        { [legend(slo)]: `slo:error_budget_remaining:ratio{slo="${slo.name}"}` },
        `Part of the error budget of 30 days that is left; ${Number((slo.objective * 100).toFixed(4))} % must be good.`,
      ),
      0,
    ),
  );
  const burn = slos.map((slo) =>
    red(
      lines(
        slo.title,
        'percentunit',
        {
          [`${legend(slo)} 1h`]: `slo:error_ratio:1h{slo="${slo.name}"}`,
          [`${legend(slo)} 6h`]: `slo:error_ratio:6h{slo="${slo.name}"}`,
        },
        'Part of the events that were bad.',
      ),
      Number((1 - slo.objective).toFixed(6)),
    ),
  );
  return row('Promises', alerts, ...left, ...burn);
}

function legend({ by = [], name }: Slo): string {
  return by.length === 0 ? name : by.map((label) => `{{${label}}}`).join(' ');
}
