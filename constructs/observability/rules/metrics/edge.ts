import { type Metric, metricsOf } from './metric.ts';

/** Figures of the edge's hub. */
export const EDGE_METRICS: readonly Metric[] = metricsOf(
  { exporter: 'plinth-edge hub', source: 'agent/internal/hub of Plinth', labels: ['namespace', 'pod'] },
  [
    ['plinth_edge_config_valid', 'gauge'],
    ['plinth_edge_site_up', 'gauge', ['site', 'ring']],
    ['plinth_edge_site_last_seen_seconds', 'gauge', ['site']],
    ['plinth_edge_site_clock_skew_seconds', 'gauge', ['site']],
    ['plinth_edge_site_identity_expiry_seconds', 'gauge', ['site']],
    ['plinth_edge_site_disk_used_bytes', 'gauge', ['site']],
    ['plinth_edge_site_disk_budget_bytes', 'gauge', ['site']],
    ['plinth_edge_site_received_bytes_total', 'counter', ['site']],
    ['plinth_edge_site_saved_bytes_total', 'counter', ['site']],
    ['plinth_edge_site_link_cuts_total', 'counter', ['site']],
    ['plinth_edge_site_corrupt_chunks_total', 'counter', ['site']],
    ['plinth_edge_site_rollout', 'gauge', ['site', 'workload']],
    ['plinth_edge_site_desired_rollout', 'gauge', ['site', 'workload']],
    ['plinth_edge_site_lag_seconds', 'gauge', ['site', 'workload']],
    ['plinth_edge_site_outcome', 'gauge', ['site', 'workload', 'outcome']],
    ['plinth_edge_site_fetched_bytes', 'gauge', ['site', 'workload']],
    ['plinth_edge_site_target_bytes', 'gauge', ['site', 'workload']],
    ['plinth_edge_rollout_phase', 'gauge', ['workload', 'rollout', 'phase']],
    ['plinth_edge_rollout_ring', 'gauge', ['workload', 'rollout']],
    ['plinth_edge_rollout_sites', 'gauge', ['workload', 'rollout', 'state']],
    ['plinth_edge_rollbacks_total', 'counter', ['workload']],
    ['plinth_edge_refused_identities_total', 'counter', ['reason']],
    ['plinth_edge_objects_bytes_total', 'counter'],
  ],
);
