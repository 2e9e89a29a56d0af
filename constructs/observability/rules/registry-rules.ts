import { DATABASE_ALERTS } from './database-alerts.ts';
import { run } from './proof.ts';
import type { Alert, RuleGroup, Series } from './rule.ts';
import type { Slo } from './slo.ts';

const up = (values: string) => ({ 'harbor_up{component="jobservice"}': values });

const COMPONENT_DOWN: Alert = {
  name: 'RegistryComponentDown',
  expr: 'max by (component) (harbor_up) == 0',
  for: '5m',
  severity: 'page',
  summary: 'Part {{ $labels.component }} of the registry is down',
  description: 'Harbor’s exporter has found it dead for 5 minutes.',
  runbook: {
    means: 'Pulls, pushes, scans or replication fail. Pods that must pull an image do not start.',
    look: [
      { what: 'All parts.', query: 'harbor_up' },
      { what: 'Its databases.', query: 'cnpg_collector_up' },
    ],
    act: [
      '`kubectl get pods -n harbor`.',
      'core, registry: see the log, then the database and the object store.',
      'redis (Valkey): see its Sentinels.',
    ],
    ignore: 'An upgrade of Harbor, up to some minutes.',
  },
  fires: run(15, up('1x5 0x10')),
  silent: run(15, up('1x5 0x3 1x7')),
};

const quota = (used: string) => ({
  'harbor_project_quota_usage_byte{project_name="vision",project_id="2"}': used,
  'harbor_project_quota_byte{project_name="vision",project_id="2"}': '1000000000000x40',
});

const PROJECT_NEARLY_FULL: Alert = {
  name: 'RegistryProjectNearlyFull',
  expr: 'max by (project_name) (harbor_project_quota_usage_byte / on (project_name, project_id) (harbor_project_quota_byte > 0)) > 0.9',
  for: '30m',
  severity: 'ticket',
  summary: 'Project {{ $labels.project_name }} of the registry is nearly full',
  description:
    '{{ $value | humanizePercentage }} of what it may hold is used; at 100 % pushes are refused. Bound 90 %.',
  runbook: {
    means: 'Soon the team’s pipeline cannot push images or models.',
    look: [{ what: 'All projects.', query: 'harbor_project_quota_usage_byte / harbor_project_quota_byte' }],
    act: [
      'Let the team delete what nobody uses; retention rules help.',
      'Garbage is collected at night: space comes back after that.',
      'Or raise `registry.quota` in the spec.',
    ],
    ignore: 'Never for long.',
  },
  fires: run(40, quota('950000000000x40')),
  silent: run(40, quota('500000000000x40')),
};

/** Rules of the registry and of the databases that are run for it. */
export const REGISTRY_GROUP: RuleGroup = {
  name: 'plinth.registry',
  room: 'registry',
  interval: '1m',
  records: [],
  alerts: [COMPONENT_DOWN, PROJECT_NEARLY_FULL, ...DATABASE_ALERTS],
};

const answers = (code: string, values: string): Series => ({
  series: `harbor_core_http_request_total{method="GET",code="${code}",operation="GetArtifact"}`,
  values,
});

/** What is promised about the registry. */
export const REGISTRY_SLOS: readonly Slo[] = [
  {
    name: 'registry',
    alert: 'Registry',
    title: 'The registry answers',
    room: 'registry',
    objective: 0.999,
    atLeast: 100,
    bad: 'sum(rate(harbor_core_http_request_total{code=~"5.."}[5m]))',
    total: 'sum(rate(harbor_core_http_request_total[5m]))',
    runbook: {
      means: 'The registry fails requests. Pods that need an image or a model do not start.',
      look: [
        {
          what: 'Which operations.',
          query: 'sum by (operation, code) (rate(harbor_core_http_request_total{code=~"5.."}[5m]))',
        },
        { what: 'Its parts.', query: 'harbor_up' },
      ],
      act: ['See RegistryComponentDown and the database alerts.', 'The object store: its status, its keys, its quota.'],
      ignore: 'An upgrade of Harbor, up to some minutes.',
    },
    proof: {
      failing: [answers('200', '0+600xN'), answers('502', '0+60xN')],
      healthy: [answers('200', '0+6000xN'), answers('502', '0+1xN')],
    },
  },
];
