import { type Metric, metricsOf } from './metric.ts';

/** Figures of the agents that hand images from node to node. */
export const IMAGES_METRICS: readonly Metric[] = metricsOf(
  {
    exporter: 'spegel',
    source: 'spegel-org/spegel pkg/metrics and pkg/httpx, and what two running agents showed',
    labels: ['job', 'namespace', 'pod', 'node'],
  },
  [
    ['spegel_mirror_requests_total', 'counter', ['registry', 'cache']],
    ['spegel_advertised_content_digests', 'gauge', ['registry']],
    ['http_request_duration_seconds', 'histogram', ['handler', 'method', 'code']],
    ['http_response_size_bytes', 'histogram', ['handler', 'method', 'code']],
  ],
);
