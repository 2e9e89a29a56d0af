import type { RoomName } from '../rules/rule.ts';
import type { Row } from './board.ts';
import { lines, number, red, redBelow, row } from './panels.ts';

/** What rooms show that serve requests. */
export const SERVICE_ROWS: Readonly<
  Record<Extract<RoomName, 'access' | 'registry' | 'serving' | 'delivery'>, readonly Row[]>
> = {
  access: [
    row(
      'Gateway',
      redBelow(number('Proxies', 'short', { live: 'sum(envoy_server_live)' }, 'Proxies that are live.'), 1),
      number('Connections', 'short', { open: 'sum(envoy_http_downstream_cx_active)' }, 'Connections that are open.'),
      redBelow(
        number(
          'Certificates',
          's',
          { '{{name}}': 'min by (name) (certmanager_certificate_expiration_timestamp_seconds - time())' },
          'Time until each certificate expires.',
        ),
        604_800,
      ),
      red(
        number(
          'Secrets that fail',
          'short',
          { secrets: 'sum(externalsecret_status_condition{condition="Ready",status="False"}) or vector(0)' },
          'Secrets that cannot be read from the store.',
        ),
        1,
      ),
      lines(
        'Requests',
        'reqps',
        {
          '{{envoy_response_code_class}}xx':
            'sum by (envoy_response_code_class) (rate(envoy_http_downstream_rq_xx[5m]))',
        },
        'Requests a second, by class of answer.',
      ),
    ),
  ],
  registry: [
    row(
      'Harbor',
      redBelow(number('Parts', 'short', { '{{component}}': 'min by (component) (harbor_up)' }, '1 is up.'), 1),
      lines(
        'Requests',
        'reqps',
        { '{{code}}': 'sum by (code) (rate(harbor_core_http_request_total[5m]))' },
        'Requests a second, by answer.',
      ),
      lines(
        'Time of an answer',
        's',
        {
          '{{method}}':
            'sum by (method) (rate(harbor_core_http_request_duration_seconds_sum[5m])) / sum by (method) (rate(harbor_core_http_request_duration_seconds_count[5m]))',
        },
        'On average.',
      ),
      red(
        lines(
          'Projects',
          'percentunit',
          {
            '{{project_name}}':
              'harbor_project_quota_usage_byte / on (project_name, project_id) (harbor_project_quota_byte > 0)',
          },
          'Part of what each may hold that is used.',
        ),
        0.9,
      ),
      lines(
        'Pulls',
        'short',
        { '{{project_name}}': 'sum by (project_name) (delta(harbor_artifact_pulled[1h]))' },
        'Pulls in an hour.',
      ),
    ),
    row(
      'Databases',
      redBelow(
        number(
          'Instances',
          'short',
          { '{{namespace}}': 'sum by (namespace) (cnpg_collector_up)' },
          'Instances that answer.',
        ),
        1,
      ),
      red(
        lines(
          'Behind the primary',
          's',
          { '{{namespace}} {{pod}}': 'cnpg_pg_replication_lag' },
          'What a failover would lose.',
        ),
        60,
      ),
      red(
        lines(
          'Age of the last backup',
          's',
          { '{{namespace}}': 'time() - max by (namespace) (cnpg_collector_last_available_backup_timestamp > 0)' },
          'What a restore would lose without the archive.',
        ),
        129_600,
      ),
      lines(
        'Size',
        'bytes',
        { '{{namespace}} {{datname}}': 'max by (namespace, datname) (cnpg_pg_database_size_bytes)' },
        'Size of each database.',
      ),
      red(
        lines(
          'Segments that wait for the archive',
          'short',
          { '{{pod}}': 'max by (pod) (cnpg_collector_pg_wal_archive_status{value="ready"})' },
          'Segments of 16 MiB.',
        ),
        10,
      ),
    ),
  ],
  serving: [
    row(
      'Endpoints',
      lines('Requests', 'reqps', { '{{team}} {{endpoint}}': 'endpoint:requests:rate5m' }, 'Requests a second.'),
      red(
        lines(
          'Errors',
          'percentunit',
          { '{{team}} {{endpoint}}': 'endpoint:errors:rate5m / endpoint:requests:rate5m' },
          'Part of the answers that are errors of the server.',
        ),
        0.005,
      ),
      red(
        lines(
          'Time of 95 of 100 answers',
          'ms',
          { '{{team}} {{endpoint}}': 'endpoint:latency_ms:p95' },
          'Of all endpoints.',
        ),
        1_000,
      ),
      lines(
        'Servers',
        'short',
        { '{{namespace}} {{horizontalpodautoscaler}}': 'kube_horizontalpodautoscaler_status_current_replicas' },
        'Servers that run.',
      ),
    ),
    row(
      'Language models',
      red(
        lines(
          'Time to the first word',
          's',
          { '{{model_name}}': 'model:first_token_seconds:p95' },
          'Of 95 of 100 answers.',
        ),
        2.5,
      ),
      lines(
        'Tokens written',
        'short',
        { '{{model_name}}': 'sum by (model_name) (rate(vllm:generation_tokens_total[5m]))' },
        'Tokens a second.',
      ),
      lines(
        'Tokens read',
        'short',
        { '{{model_name}}': 'sum by (model_name) (rate(vllm:prompt_tokens_total[5m]))' },
        'Tokens a second.',
      ),
      lines(
        'Requests in work and waiting',
        'short',
        {
          '{{model_name}} in work': 'sum by (model_name) (vllm:num_requests_running)',
          '{{model_name}} waiting': 'sum by (model_name) (vllm:num_requests_waiting)',
        },
        'Waiting ones need more servers.',
      ),
      red(
        lines(
          'Caches',
          'percentunit',
          { '{{model_name}}': 'avg by (model_name) (vllm:kv_cache_usage_perc)' },
          'Part of the memory for keys and values that is used.',
        ),
        0.95,
      ),
    ),
  ],
  delivery: [
    row(
      'Argo CD',
      red(
        number(
          'Not synced',
          'short',
          { applications: 'count(argocd_app_info{sync_status!="Synced"}) or vector(0)' },
          'Applications that are not what Git says.',
        ),
        1,
      ),
      red(
        number(
          'Not healthy',
          'short',
          { applications: 'count(argocd_app_info{health_status!~"Healthy|Progressing"}) or vector(0)' },
          'Applications that do not work.',
        ),
        1,
      ),
      lines(
        'Syncs',
        'short',
        { '{{phase}}': 'sum by (phase) (increase(argocd_app_sync_total[1h]))' },
        'Syncs in an hour, by result.',
      ),
    ),
  ],
};
