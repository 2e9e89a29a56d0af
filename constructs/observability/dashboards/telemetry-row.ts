import type { Row } from './board.ts';
import { lines, red, row } from './panels.ts';

/** What logs and traces of all teams show. */
export const TELEMETRY_ROW: Row = row(
  'Logs and traces',
  lines(
    'Logs that come in',
    'Bps',
    { '{{tenant}}': 'sum by (tenant) (rate(loki_distributor_bytes_received_total[5m]))' },
    'What each team’s pods write.',
  ),
  red(
    lines(
      'Lines refused',
      'short',
      { '{{tenant}} {{reason}}': 'sum by (tenant, reason) (increase(loki_discarded_samples_total[1h]))' },
      'Lines that were thrown away in an hour.',
    ),
    1,
  ),
  lines(
    'Members of Loki',
    'short',
    { '{{name}} {{state}}': 'max by (name, state) (loki_ring_members)' },
    'How many of it the others think alive.',
  ),
  lines(
    'Traces that come in',
    'Bps',
    { '{{tenant}}': 'sum by (tenant) (rate(tempo_distributor_bytes_received_total[5m]))' },
    'What each team’s programs send.',
  ),
  red(
    lines(
      'Spans refused',
      'short',
      { '{{tenant}} {{reason}}': 'sum by (tenant, reason) (increase(tempo_discarded_spans_total[1h]))' },
      'Spans that were thrown away in an hour.',
    ),
    1,
  ),
);
