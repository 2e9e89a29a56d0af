import type { Row } from './board.ts';
import { lines, row } from './panels.ts';

/** What the room of images shows. */
export const IMAGES_ROWS: readonly Row[] = [
  row(
    'Peers',
    lines(
      'Found at a peer',
      'percentunit',
      {
        '{{registry}}':
          'sum by (registry) (rate(spegel_mirror_requests_total{cache="hit"}[15m])) / sum by (registry) (rate(spegel_mirror_requests_total[15m]))',
      },
      'Part of the questions of nodes that another node could answer; the rest went to the registry.',
    ),
    lines(
      'Given',
      'Bps',
      { '{{node}}': 'sum by (node) (rate(http_response_size_bytes_sum{job="image-peers",handler="/v2/*"}[15m]))' },
      'What each node’s agent sent, to its own containerd and to other nodes.',
    ),
    lines(
      'Content',
      'short',
      { '{{node}}': 'sum by (node) (spegel_advertised_content_digests)' },
      'Layers, settings and manifests that each node tells others of.',
    ),
  ),
];
