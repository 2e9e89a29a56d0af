import { run } from './proof.ts';
import type { Alert } from './rule.ts';

const PORT = '{node="n1",device="mlx5_0",port="1"}';

/** Number by which the kernel calls a port active (`ib_port_state`). */
const ACTIVE = 4;

const LINK_DOWN: Alert = {
  name: 'FabricLinkDown',
  // A port that was never up in a day has no cable.
  expr: `node_infiniband_state_id < ${ACTIVE} and max_over_time(node_infiniband_state_id[1d]) == ${ACTIVE}`,
  for: '5m',
  severity: 'page',
  summary: 'Fabric port {{ $labels.device }}/{{ $labels.port }} of {{ $labels.node }} is down',
  description: `Its state is {{ $value }}; ${ACTIVE} is active. It was active within the last day.`,
  runbook: {
    means: 'Gangs over several nodes hang or fall to a fraction of their speed as soon as they use this port.',
    look: [
      { what: 'All ports of the node.', query: 'node_infiniband_state_id{node="$node"}' },
      {
        what: 'Ports that are down, by node: one cable or one switch?',
        query: `count by (node) (node_infiniband_state_id < ${ACTIVE})`,
      },
    ],
    act: [
      'Cordon the node; delete the pods of the gang that hangs.',
      'One port: reseat or replace cable and transceiver. Ports of many nodes: the switch or its subnet manager.',
    ],
    ignore: 'A switch that is being serviced.',
  },
  fires: run(20, { [`node_infiniband_state_id${PORT}`]: '4x10 1x10' }),
  silent: run(20, { [`node_infiniband_state_id${PORT}`]: '1x20' }),
};

const LINK_FLAPS: Alert = {
  name: 'FabricLinkFlaps',
  expr: 'increase(node_infiniband_link_downed_total[1h]) > 3',
  for: '5m',
  severity: 'ticket',
  summary: 'Fabric port {{ $labels.device }}/{{ $labels.port }} of {{ $labels.node }} goes up and down',
  description: 'It went down {{ $value | humanize }} times in an hour; bound 3.',
  runbook: {
    means: 'Each time collectives stall and retry; after enough retries the job fails.',
    look: [{ what: 'When it began.', query: 'node_infiniband_link_downed_total{node="$node"}' }],
    act: ['Cordon the node at the next chance.', 'Clean or replace cable and transceiver.'],
    ignore: 'Within an hour of a restart of the node or the switch.',
  },
  fires: run(60, { [`node_infiniband_link_downed_total${PORT}`]: '0+1x60' }),
  silent: run(60, { [`node_infiniband_link_downed_total${PORT}`]: '7x30 8x30' }),
};

/** Alerts about the network between accelerators. */
export const ACCELERATOR_LINK_ALERTS: readonly Alert[] = [LINK_DOWN, LINK_FLAPS];
