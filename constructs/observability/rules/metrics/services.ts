import { type Metric, metricsOf } from './metric.ts';

/** Figures of the way in, the registry, its databases and model servers. */
export const SERVICE_METRICS: readonly Metric[] = [
  ...metricsOf({ exporter: 'envoy', source: 'Envoy proxies of Envoy Gateway, charts/gateway-addons-helm' }, [
    ['envoy_server_live', 'gauge', ['namespace', 'pod']],
    ['envoy_http_downstream_rq_xx', 'counter', ['envoy_http_conn_manager_prefix', 'envoy_response_code_class']],
    ['envoy_http_downstream_cx_active', 'gauge', ['envoy_http_conn_manager_prefix']],
    ['envoy_cluster_upstream_rq_xx', 'counter', ['envoy_cluster_name', 'envoy_response_code_class']],
    ['envoy_cluster_upstream_rq_time', 'histogram', ['envoy_cluster_name']],
    ['envoy_cluster_upstream_cx_none_healthy', 'counter', ['envoy_cluster_name']],
  ]),
  ...metricsOf(
    {
      exporter: 'cert-manager',
      source: 'cert-manager internal/collectors/certificate_collector.go',
      labels: ['name', 'namespace', 'issuer_name', 'issuer_kind', 'issuer_group'],
    },
    [
      ['certmanager_certificate_expiration_timestamp_seconds', 'gauge'],
      ['certmanager_certificate_ready_status', 'gauge', ['condition']],
    ],
  ),
  ...metricsOf({ exporter: 'external-secrets', source: 'external-secrets pkg/controllers/externalsecret/esmetrics' }, [
    ['externalsecret_status_condition', 'gauge', ['name', 'namespace', 'condition', 'status']],
  ]),
  ...metricsOf({ exporter: 'harbor', source: 'Harbor docs 2.10, administration/metrics' }, [
    ['harbor_up', 'gauge', ['component']],
    ['harbor_core_http_request_total', 'counter', ['method', 'code', 'operation']],
    ['harbor_core_http_request_duration_seconds', 'summary', ['method', 'operation']],
    ['harbor_project_quota_usage_byte', 'gauge', ['project_name', 'project_id']],
    ['harbor_project_quota_byte', 'gauge', ['project_name', 'project_id']],
    ['harbor_artifact_pulled', 'gauge', ['project_name', 'project_id']],
  ]),
  ...metricsOf(
    {
      exporter: 'cloudnative-pg',
      source: 'cloudnative-pg pg_collector.go and config/manager/default-monitoring.yaml',
      labels: ['namespace', 'pod'],
    },
    [
      ['cnpg_collector_up', 'gauge', ['cluster']],
      ['cnpg_collector_pg_wal_archive_status', 'gauge', ['value']],
      ['cnpg_collector_last_available_backup_timestamp', 'gauge'],
      ['cnpg_pg_replication_lag', 'gauge'],
      ['cnpg_pg_replication_in_recovery', 'gauge'],
      ['cnpg_pg_replication_streaming_replicas', 'gauge'],
      ['cnpg_pg_database_size_bytes', 'gauge', ['datname']],
    ],
  ),
  ...metricsOf({ exporter: 'vllm', source: 'vLLM docs, usage/metrics', labels: ['model_name', 'namespace', 'pod'] }, [
    ['vllm:time_to_first_token_seconds', 'histogram'],
    ['vllm:num_requests_running', 'gauge'],
    ['vllm:num_requests_waiting', 'gauge'],
    ['vllm:kv_cache_usage_perc', 'gauge'],
    ['vllm:generation_tokens_total', 'counter'],
    ['vllm:prompt_tokens_total', 'counter'],
  ]),
  ...metricsOf({ exporter: 'keda', source: 'keda pkg/metricscollector/prommetrics.go' }, [
    ['keda_scaled_object_errors_total', 'counter', ['namespace', 'scaledObject']],
  ]),
];
