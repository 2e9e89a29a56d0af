import { devices, nodes } from './healthy-machines.ts';
import { peers } from './healthy-peers.ts';
import { gone, SampleRun, there } from './sample-run.ts';

/**
 * What the exporters of the sample platform say in an ordinary time: busy, and with the small troubles that every platform
 * has, none of which anybody should be called for. In the exporters' own names.
 */
export function healthyRun(minutes: number, seed: number): SampleRun {
  const run = new SampleRun(minutes, seed);
  kubernetes(run);
  nodes(run);
  devices(run);
  queues(run);
  wayIn(run);
  registry(run);
  servers(run);
  operations(run);
  edge(run);
  peers(run);
  rollouts(run);
  return run;
}

const PLATFORM_NAMESPACES = {
  'kueue-system': 'queueing',
  'envoy-gateway-system': 'access',
  harbor: 'registry',
  kserve: 'serving',
  argocd: 'delivery',
  monitoring: 'observability',
  trainer: 'training',
} as const;
const TEAMS = ['vision', 'speech'] as const;

function kubernetes(run: SampleRun): void {
  for (const [namespace, room] of Object.entries(PLATFORM_NAMESPACES)) {
    run.gauge('kube_namespace_labels', { namespace, label_plinth_dev_room: room }, 1);
    const deployment = { namespace, deployment: `${namespace}-controller-manager` };
    run.gauge('kube_deployment_spec_replicas', deployment, 2);
    // A rolling update: one of two is away for some minutes.
    run.gauge('kube_deployment_status_replicas_available', deployment, (minute) => (minute % 400 < 3 ? 1 : 2));
    const up = { job: namespace, namespace };
    run.gauge('up', { ...up, instance: '10.0.0.1:8443', pod: 'a' }, gone(90, 4));
    run.gauge('up', { ...up, instance: '10.0.0.2:8443', pod: 'b' }, 1);
  }
  for (const team of TEAMS) {
    run.gauge(
      'kube_namespace_labels',
      { namespace: team, label_plinth_dev_team: team, label_plinth_dev_room: 'tenancy' },
      1,
    );
    const bound = { namespace: team, resourcequota: 'bounds', resource: 'pods' };
    run.gauge('kube_resourcequota', { ...bound, type: 'hard' }, 500);
    run.gauge('kube_resourcequota', { ...bound, type: 'used' }, (minute) => 60 + (minute % 200));
    run.gauge('kube_pod_status_phase', { namespace: team, pod: 'train-9', phase: 'Pending' }, there(30, 6));
  }
  run.counter('apiserver_request_total', { verb: 'GET', resource: 'pods', code: '200' }, 3_000);
  const digests = { policy: 'plinth-image-digests', policy_binding: 'plinth-image-digests' };
  const checked = 'apiserver_validating_admission_policy_check_total';
  run.counter(checked, { ...digests, error_type: 'no_error', enforcement_action: 'allow' }, 60);
  run.counter(checked, { ...digests, error_type: 'invalid_error', enforcement_action: 'deny' }, 2);
  run.counter(checked, { ...digests, error_type: 'invalid_error', enforcement_action: 'warn' }, 1);
  const webhook = { name: 'ivpol.validate.kyverno.svc-fail', type: 'validating', operation: 'CREATE' };
  const unanswered = { error_type: 'calling_webhook_error', rejection_code: '0' };
  run.counter('apiserver_admission_webhook_rejection_count', { ...webhook, ...unanswered }, 0);
  run.counter('apiserver_request_total', { verb: 'GET', resource: 'pods', code: '500' }, 0.6);
  for (const verb of ['GET', 'POST'])
    run.histogram('apiserver_request_duration_seconds', { verb, resource: 'pods', scope: 'resource' }, 1_500, {
      '0.1': 0.97,
      '1': 0.998,
      '5': 1,
    });
  const volume = { namespace: 'monitoring', persistentvolumeclaim: 'prometheus-0' };
  run.gauge('kubelet_volume_stats_capacity_bytes', volume, 1e11);
  run.gauge('kubelet_volume_stats_available_bytes', volume, (minute) => 6e10 - minute * 1e6);
}

function queues(run: SampleRun): void {
  for (const cluster_queue of TEAMS) {
    for (const replica_role of ['leader', 'follower']) {
      const queue = { cluster_queue, replica_role };
      run.gauge('kueue_pending_workloads', { ...queue, status: 'active' }, (minute) => (minute % 90 < 12 ? 2 : 0));
      run.gauge('kueue_admitted_active_workloads', queue, 3);
      run.gauge('kueue_cluster_queue_weighted_share', { ...queue, cohort: 'platform' }, 0);
      for (const [flavor, resource, nominal, used] of [
        ['train', 'nvidia.com/gpu', 8, 8],
        ['cpu', 'cpu', 32, 20],
      ] as const) {
        const amount = { ...queue, cohort: 'platform', flavor, resource };
        run.gauge('kueue_cluster_queue_nominal_quota', amount, nominal);
        // Vision's budget lets it hold accelerators for part of the month only.
        run.gauge(
          'kueue_cluster_queue_resource_usage',
          amount,
          cluster_queue === 'vision' && flavor === 'train' ? 0 : used,
        );
      }
      // What waits does not fit into the guarantee, or for a minute only.
      run.gauge('kueue_cluster_queue_resource_pending', { ...queue, resource: 'nvidia.com/gpu' }, (minute) =>
        minute % 90 < 12 ? 16 : minute % 45 === 0 ? 4 : 0,
      );
      run.gauge('kueue_cluster_queue_resource_pending', { ...queue, resource: 'cpu' }, 0);
    }
    const queue = { cluster_queue, replica_role: 'leader', priority_class: 'normal' };
    run.counter('kueue_admitted_workloads_total', queue, 1);
    run.counter('kueue_evicted_workloads_total', { ...queue, reason: 'PodsReadyTimeout', underlying_cause: '' }, 0.005);
    run.counter('kueue_evicted_workloads_total', { ...queue, reason: 'Preempted', underlying_cause: '' }, 0.05);
    run.histogram('kueue_admission_wait_time_seconds', queue, 1, { '10': 0.6, '320': 0.9, '5120': 0.999 });
    run.histogram('kueue_admitted_until_ready_wait_time_seconds', queue, 1, { '40': 0.5, '160': 0.95, '640': 0.99 });
    run.counter('jobset_completed_total', { jobset_name: 'a', namespace: cluster_queue }, 0.1);
    run.counter('jobset_failed_total', { jobset_name: 'b', namespace: cluster_queue }, 0.01);
  }
  run.counter('kueue_admission_attempts_total', { result: 'success', replica_role: 'leader' }, 2);
  run.counter('kueue_admission_attempts_total', { result: 'inadmissible', replica_role: 'leader' }, 5);
}

function wayIn(run: SampleRun): void {
  for (const pod of ['envoy-a', 'envoy-b'])
    run.gauge('envoy_server_live', { namespace: 'envoy-gateway-system', pod }, pod === 'envoy-a' ? gone(250, 3) : 1);
  const manager = { envoy_http_conn_manager_prefix: 'https-10443', namespace: 'envoy-gateway-system', pod: 'envoy-a' };
  run.gauge('envoy_http_downstream_cx_active', manager, 120);
  run.counter('envoy_http_downstream_rq_xx', { ...manager, envoy_response_code_class: '2' }, 900);
  run.counter('envoy_http_downstream_rq_xx', { ...manager, envoy_response_code_class: '5' }, 0.3);
  for (const route of [
    'httproute/vision/defects/rule/0',
    'httproute/speech/assistant/rule/0',
    'httproute/harbor/registry/rule/0',
  ]) {
    const cluster = { envoy_cluster_name: route, namespace: 'envoy-gateway-system', pod: 'envoy-a' };
    run.counter('envoy_cluster_upstream_rq_xx', { ...cluster, envoy_response_code_class: '2' }, 300);
    run.counter('envoy_cluster_upstream_rq_xx', { ...cluster, envoy_response_code_class: '5' }, 0.2);
    run.histogram('envoy_cluster_upstream_rq_time', cluster, 300, { '50': 0.7, '250': 0.97, '1000': 0.995, '5000': 1 });
    // A server wakes from none: three minutes of requests that find nobody.
    run.gauge(
      'envoy_cluster_upstream_cx_none_healthy',
      cluster,
      (minute) => Math.min(Math.max(minute - 100, 0), 3) * 2,
    );
  }
  const certificate = {
    name: 'gateway',
    namespace: 'access',
    issuer_name: 'public',
    issuer_kind: 'ClusterIssuer',
    issuer_group: 'cert-manager.io',
  };
  // Far away from every time at which a run may be looked at.
  run.gauge('certmanager_certificate_expiration_timestamp_seconds', certificate, 4_102_444_800);
  run.gauge('certmanager_certificate_ready_status', { ...certificate, condition: 'True' }, gone(60, 12));
  run.gauge(
    'externalsecret_status_condition',
    { name: 'dns', namespace: 'access', condition: 'Ready', status: 'False' },
    there(40, 8),
  );
}

function registry(run: SampleRun): void {
  for (const component of ['core', 'registry', 'jobservice', 'database', 'redis'])
    run.gauge('harbor_up', { component }, component === 'jobservice' ? gone(310, 3) : 1);
  for (const [code, perMinute] of [
    ['200', 400],
    ['404', 20],
    ['500', 0.1],
  ] as const)
    run.counter('harbor_core_http_request_total', { method: 'GET', code, operation: 'GetArtifact' }, perMinute);
  run.counter('harbor_core_http_request_duration_seconds_sum', { method: 'GET', operation: 'GetArtifact' }, 20);
  run.counter('harbor_core_http_request_duration_seconds_count', { method: 'GET', operation: 'GetArtifact' }, 400);
  for (const project_name of TEAMS) {
    const project = { project_name, project_id: project_name };
    run.gauge('harbor_project_quota_byte', project, 1e12);
    run.gauge('harbor_project_quota_usage_byte', project, (minute) => 6e11 + minute * 1e7);
    run.gauge('harbor_artifact_pulled', project, (minute) => minute * 3);
  }
  for (const [pod, replica] of [
    ['db-1', 0],
    ['db-2', 1],
  ] as const) {
    const instance = { namespace: 'harbor', pod };
    run.gauge('cnpg_collector_up', { ...instance, cluster: 'db' }, 1);
    run.gauge('cnpg_collector_pg_wal_archive_status', { ...instance, value: 'ready' }, (minute) =>
      minute % 180 < 5 ? 14 : 0,
    );
    run.gauge('cnpg_collector_last_available_backup_timestamp', instance, (minute) => (minute < 60 ? 1 : minute * 60));
    run.gauge('cnpg_pg_replication_lag', instance, (minute) =>
      replica === 1 && minute % 240 < 4 ? 90 : 0.2 * replica,
    );
    run.gauge('cnpg_pg_replication_in_recovery', instance, replica);
    run.gauge('cnpg_pg_replication_streaming_replicas', instance, 1 - replica);
    run.gauge('cnpg_pg_database_size_bytes', { ...instance, datname: 'registry' }, 2e9);
  }
}

function servers(run: SampleRun): void {
  const model = { model_name: 'assistant', namespace: 'speech', pod: 'assistant-0' };
  run.histogram('vllm:time_to_first_token_seconds', model, 60, { '0.5': 0.7, '1': 0.9, '2.5': 0.99, '10': 1 });
  run.gauge('vllm:num_requests_running', model, 12);
  run.gauge('vllm:num_requests_waiting', model, (_, chance) => Math.round(chance() * 2));
  run.gauge('vllm:kv_cache_usage_perc', model, (minute, chance) => (minute % 120 < 6 ? 0.97 : 0.5 + chance() * 0.3));
  run.counter('vllm:generation_tokens_total', model, 60_000);
  run.counter('vllm:prompt_tokens_total', model, 90_000);
  const scaler = { namespace: 'vision', horizontalpodautoscaler: 'defects' };
  run.gauge('kube_horizontalpodautoscaler_spec_max_replicas', scaler, 4);
  run.gauge('kube_horizontalpodautoscaler_status_current_replicas', scaler, (minute) => (minute % 240 < 30 ? 4 : 2));
  run.counter('keda_scaled_object_errors_total', { namespace: 'vision', scaledObject: 'defects' }, 0.02);
}

function operations(run: SampleRun): void {
  const app = {
    namespace: 'argocd',
    name: 'platform',
    project: 'plinth',
    dest_server: 'https://kubernetes.default.svc',
  };
  run.gauge('argocd_app_info', { ...app, sync_status: 'Synced', health_status: 'Healthy' }, 1);
  // Another application takes ten minutes to come up after each change.
  const other = { ...app, name: 'serving' };
  run.gauge('argocd_app_info', { ...other, sync_status: 'OutOfSync', health_status: 'Progressing' }, there(140, 10));
  run.counter('argocd_app_sync_total', { ...app, phase: 'Succeeded', dry_run: 'false' }, 0.3);
  run.counter('argocd_app_sync_total', { ...app, phase: 'Failed', dry_run: 'false' }, 0.002);
  const prometheus = { namespace: 'monitoring', pod: 'prometheus-0' };
  run.counter('prometheus_rule_evaluation_failures_total', { ...prometheus, rule_group: 'plinth.base' }, 0);
  run.counter('prometheus_notifications_dropped_total', prometheus, 0);
  run.gauge('prometheus_tsdb_head_series', prometheus, 250_000);
  run.counter('prometheus_tsdb_head_samples_appended_total', { ...prometheus, type: 'float' }, 500_000);
  const alertmanager = { namespace: 'monitoring', pod: 'alertmanager-0', integration: 'webhook' };
  run.counter('alertmanager_notifications_total', alertmanager, 1);
  run.counter('alertmanager_notifications_failed_total', { ...alertmanager, reason: 'other' }, 0.01);
  const collector = { namespace: 'monitoring', pod: 'collector-a', exporter: 'otlphttp/loki' };
  run.gauge('otelcol_exporter_queue_size', collector, (_, chance) => Math.round(chance() * 20));
  run.counter('otelcol_exporter_send_failed_log_records_total', collector, 0);
  run.counter('otelcol_exporter_send_failed_spans_total', collector, 0);
  for (const tenant of [...TEAMS, 'plinth_platform']) {
    const loki = { namespace: 'telemetry', pod: 'loki-0', tenant };
    run.counter('loki_distributor_bytes_received_total', loki, 2e6);
    run.counter('tempo_distributor_bytes_received_total', { ...loki, pod: 'tempo-0' }, 5e5);
  }
  const loki = { namespace: 'telemetry', pod: 'loki-0' };
  // A burst of a team's was refused before the run; another Loki restarts for some minutes.
  run.counter('loki_discarded_samples_total', { ...loki, tenant: 'vision', reason: 'rate_limited' }, 0, 200);
  run.gauge('loki_ring_members', { ...loki, name: 'ingester', state: 'ACTIVE' }, (minute) =>
    minute % 300 < 4 ? 2 : 3,
  );
  run.gauge('loki_ring_members', { ...loki, name: 'ingester', state: 'Unhealthy' }, there(300, 4));
  run.counter('loki_ingester_chunks_flush_failures_total', loki, 0);
  const tempo = { namespace: 'telemetry', pod: 'tempo-0' };
  run.counter('tempo_discarded_spans_total', { ...tempo, tenant: 'vision', reason: 'rate_limited' }, 0, 50);
  run.counter('tempo_ingester_failed_flushes_total', tempo, 0);
  run.counter(
    'controller_runtime_reconcile_total',
    { namespace: 'kueue-system', controller: 'workload', result: 'success' },
    30,
  );
  run.gauge('workqueue_depth', { namespace: 'kueue-system', name: 'workload', controller: 'workload' }, 0);
}

/** A service that is released now and then, each time judged well. */
function rollouts(run: SampleRun): void {
  const web = { namespace: 'vision', name: 'web' };
  run.gauge('rollout_info', { ...web, strategy: 'canary', traffic_router: 'Gateway', phase: 'Healthy' }, 1);
  run.counter('rollout_reconcile_count', web, 20);
  run.counter('rollout_reconcile_error', web, 0.02);
  run.gauge('analysis_run_info', { namespace: 'vision', name: 'web-2-1', phase: 'Successful' }, 1);
}

/** Three sites behind links that break now and then, one of which is out of reach for hours, and one that is being sent a model. */
function edge(run: SampleRun): void {
  const hub = { namespace: 'plinth-edge', pod: 'edge-hub-0' };
  run.gauge('plinth_edge_config_valid', hub, 1);
  for (const [index, ring] of ['canary', 'all', 'all'].entries()) {
    const site = { ...hub, site: `plant-${index}` };
    run.gauge('plinth_edge_site_up', { ...site, ring }, index === 2 ? (minute) => (minute % 600 < 240 ? 0 : 1) : 1);
    run.gauge('plinth_edge_site_clock_skew_seconds', site, index);
    run.gauge('plinth_edge_site_identity_expiry_seconds', site, 2e7);
    run.gauge('plinth_edge_site_lag_seconds', { ...site, workload: 'defects' }, (minute) => (minute % 500) * 60);
    run.counter('plinth_edge_site_link_cuts_total', site, 0.1);
    run.counter('plinth_edge_site_received_bytes_total', site, 5e5);
    run.counter('plinth_edge_site_saved_bytes_total', site, 9e6);
    run.gauge('plinth_edge_site_disk_used_bytes', site, 8e9);
    run.gauge('plinth_edge_site_disk_budget_bytes', site, 2e10);
    run.gauge('plinth_edge_site_rollout', { ...site, workload: 'defects' }, 2);
    const outcome = { ...site, workload: 'defects', outcome: 'blocked' };
    run.gauge('plinth_edge_site_outcome', outcome, (minute) => (minute % 400 < 20 ? 1 : 0));
  }
  const rollout = { ...hub, workload: 'defects', rollout: '2' };
  run.gauge('plinth_edge_rollout_phase', { ...rollout, phase: 'running' }, 1);
  run.gauge('plinth_edge_rollout_phase', { ...rollout, phase: 'rolled-back' }, 0);
  run.gauge('plinth_edge_rollout_ring', rollout, 2);
  run.gauge('plinth_edge_rollout_sites', { ...rollout, ring: 'all', state: 'active' }, 2);
  run.counter('plinth_edge_rollbacks_total', { ...hub, workload: 'defects' }, 0);
  run.counter('plinth_edge_refused_identities_total', { ...hub, reason: 'unknown' }, 0.05);
}
