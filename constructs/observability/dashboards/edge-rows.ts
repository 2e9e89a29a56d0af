import type { Row } from './board.ts';
import { lines, number, red, redBelow, row } from './panels.ts';

/** What the edge shows. */
export const EDGE_ROWS: readonly Row[] = [
  row(
    'Sites',
    redBelow(
      number(
        'In reach',
        'percentunit',
        { '{{ring}}': 'avg by (ring) (plinth_edge_site_up)' },
        'Part of each ring that was heard of.',
      ),
      0.5,
    ),
    redBelow(
      number(
        'Configuration',
        'short',
        { valid: 'min(plinth_edge_config_valid)' },
        '1: the hub reads what Git says. 0: it keeps its last good one.',
      ),
      1,
    ),
    red(
      lines(
        'Behind',
        's',
        { '{{site}} {{workload}}': 'plinth_edge_site_lag_seconds > 0' },
        'Time since each site was meant to have another model; sites that have it are not shown.',
      ),
      604_800,
    ),
    lines(
      'Version',
      'short',
      { '{{site}} {{workload}}': 'plinth_edge_site_rollout' },
      'Number of the rollout that is active at each site.',
    ),
  ),
  row(
    'Rollouts',
    number(
      'Rings',
      'short',
      { '{{workload}} {{rollout}}': 'max by (workload, rollout) (plinth_edge_rollout_ring)' },
      'Rings that each rollout has been let into.',
    ),
    number(
      'State',
      'short',
      { '{{workload}} {{rollout}} {{phase}}': 'max by (workload, rollout, phase) (plinth_edge_rollout_phase) == 1' },
      'What the hub does with each rollout.',
    ),
    lines(
      'Sites of rollouts',
      'short',
      { '{{workload}} {{rollout}} {{state}}': 'sum by (workload, rollout, state) (plinth_edge_rollout_sites)' },
      'Sites by what became of the model there.',
    ),
    red(
      number(
        'Taken back',
        'short',
        { '{{workload}}': 'sum by (workload) (increase(plinth_edge_rollbacks_total[1d]))' },
        'Models that the hub took back in a day.',
      ),
      1,
    ),
  ),
  row(
    'Links and disks',
    lines(
      'Received',
      'Bps',
      { '{{site}}': 'sum by (site) (rate(plinth_edge_site_received_bytes_total[15m]))' },
      'Bytes of models a second.',
    ),
    lines(
      'Saved',
      'Bps',
      { '{{site}}': 'sum by (site) (rate(plinth_edge_site_saved_bytes_total[15m]))' },
      'Bytes a second that were there already and not sent.',
    ),
    lines(
      'Cuts',
      'short',
      { '{{site}}': 'sum by (site) (increase(plinth_edge_site_link_cuts_total[1h]))' },
      'Cuts of the link in an hour.',
    ),
    red(
      lines(
        'Disk',
        'percentunit',
        { '{{site}}': 'plinth_edge_site_disk_used_bytes / on (site) plinth_edge_site_disk_budget_bytes' },
        'Part of the room for models that is used.',
      ),
      1,
    ),
  ),
];
