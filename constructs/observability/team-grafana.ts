import { Construct } from 'constructs';
import { stringify } from 'yaml';
import { components } from '../../catalog/index.ts';
import type { ObservabilitySpec } from '../../spec/observability.ts';
import { ProtectedRoute, type WayIn } from '../access/index.ts';
import { imageVersion, READ_ONLY_CONTAINER, restrictedPod } from '../core/index.ts';
import { ConfigMap, type Container, Deployment, Service } from '../imports/kubernetes.gen.ts';
import { grafanaSources } from './grafana-sources.ts';
import { GRAFANA_PORTS, type GrafanaValues, grafanaSettings } from './grafana-values.ts';
import { MONITORING_NAMESPACE, PROMETHEUS, TEAM_GRAFANA } from './monitoring-places.ts';
import { dashboardMap } from './rule-objects.ts';
import { CONFIG_ANNOTATION, fingerprint } from './telemetry/node-logs.ts';
import { TENANT_LABEL } from './telemetry/telemetry-places.ts';

/** A team's own Grafana. */
export interface TeamGrafanaProps {
  /** The way in. */
  readonly access: WayIn & { host(part: string): string };
  /** Name of the team. */
  readonly team: string;
  /** Values of the groups claim of those who may come in. */
  readonly groups: readonly string[];
  /** What the spec says: whether there are logs and traces. */
  readonly observability: Pick<ObservabilitySpec, 'logs' | 'traces'>;
  /** Version of prom-label-proxy without a leading `v`. @default - the catalogue's */
  readonly version: string | undefined;
}

const GRAFANA_USER = 472;
/** Port of the proxy before Prometheus, within the pod alone. */
const FIGURES_PORT = 9_099;
const FOLDERS = { settings: '/etc/grafana', pages: '/pages', sources: '/etc/grafana/provisioning' } as const;

/**
 * A team's own Grafana: its page, its logs, its traces, and figures that carry its name. Nobody else's can be asked for:
 * tenants of logs and traces stand in its sources, and a proxy in the same pod adds the team's label to each question for
 * figures. Only members of the team come in, by the gateway's rule.
 */
export class TeamGrafana extends Construct {
  public constructor(scope: Construct, id: string, props: TeamGrafanaProps) {
    super(scope, id);
    const { access, groups, team } = props;
    const name = `grafana-${team}`;
    const metadata = { name, namespace: MONITORING_NAMESPACE };
    const pods = { 'app.kubernetes.io/name': TEAM_GRAFANA, [TENANT_LABEL]: `team-${team}` };
    const host = access.host(name);
    const data = files(props, host);
    new ConfigMap(this, 'settings', { metadata, data });
    new Service(this, 'service', {
      metadata,
      spec: { selector: pods, ports: [{ name: 'http', port: GRAFANA_PORTS.service, targetPort: GRAFANA_PORTS.pod }] },
    });
    new ProtectedRoute(this, 'route', {
      access,
      name,
      namespace: MONITORING_NAMESPACE,
      host,
      backend: { service: name, port: GRAFANA_PORTS.service, podPort: GRAFANA_PORTS.pod, podLabels: pods },
      audience: 'people',
      groups,
    });
    new Deployment(this, 'server', {
      metadata,
      spec: {
        replicas: 1,
        selector: { matchLabels: pods },
        template: {
          metadata: { labels: pods, annotations: { [CONFIG_ANNOTATION]: fingerprint(JSON.stringify(data)) } },
          spec: {
            automountServiceAccountToken: false,
            securityContext: restrictedPod(GRAFANA_USER),
            containers: [server(), figures(props)],
            volumes: [
              { name: 'settings', configMap: { name, items: [{ key: 'grafana.ini', path: 'grafana.ini' }] } },
              { name: 'sources', configMap: { name, items: PROVISIONED.map(({ key, path }) => ({ key, path })) } },
              { name: 'pages', configMap: { name: dashboardMap({ team }) } },
              { name: 'kept', emptyDir: { sizeLimit: '1Gi' } },
              { name: 'tmp', emptyDir: { sizeLimit: '100Mi' } },
            ],
          },
        },
      },
    });
  }
}

const PROVISIONED = [
  { key: 'sources.yaml', path: 'datasources/sources.yaml' },
  { key: 'pages.yaml', path: 'dashboards/pages.yaml' },
] as const;

/** What Grafana reads at its start. */
function files({ observability, team }: TeamGrafanaProps, host: string): Readonly<Record<string, string>> {
  const { security, ...settings } = grafanaSettings(host, 'Editor');
  const own = {
    ...settings,
    security: { ...security, disable_initial_admin_creation: true },
    dashboards: { default_home_dashboard_path: `${FOLDERS.pages}/${team}.json` },
  };
  const sources = grafanaSources({
    figures: `http://127.0.0.1:${FIGURES_PORT}`,
    logs: observability.logs !== undefined,
    traces: observability.traces !== undefined,
    tenant: team,
  });
  const pages = { name: 'pages', type: 'file', allowUiUpdates: false, options: { path: FOLDERS.pages } };
  return {
    'grafana.ini': ini(own),
    'sources.yaml': stringify({ apiVersion: 1, datasources: sources }),
    'pages.yaml': stringify({ apiVersion: 1, providers: [pages] }),
  };
}

/** Settings as Grafana's own form of them. */
function ini(settings: GrafanaValues['grafana.ini']): string {
  const section = ([name, values]: [string, Readonly<Record<string, string | boolean>>]) =>
    [`[${name}]`, ...Object.entries(values).map(([key, value]) => `${key} = ${value}`), ''].join('\n');
  return Object.entries(settings).map(section).join('\n');
}

function server(): Container {
  const [image] = components.grafana.images;
  const path = { path: '/api/health', port: GRAFANA_PORTS.pod };
  const mount = (name: string, mountPath: string, subPath?: string) => ({ name, mountPath, subPath, readOnly: true });
  return {
    name: 'grafana',
    image,
    securityContext: READ_ONLY_CONTAINER,
    resources: { requests: { cpu: '50m', memory: '192Mi' }, limits: { memory: '384Mi' } },
    livenessProbe: { httpGet: path, initialDelaySeconds: 60, periodSeconds: 20 },
    readinessProbe: { httpGet: path, periodSeconds: 10 },
    volumeMounts: [
      mount('settings', `${FOLDERS.settings}/grafana.ini`, 'grafana.ini'),
      mount('sources', FOLDERS.sources),
      mount('pages', FOLDERS.pages),
      { name: 'kept', mountPath: '/var/lib/grafana' },
      { name: 'tmp', mountPath: '/tmp' },
    ],
  };
}

function figures({ team, version }: TeamGrafanaProps): Container {
  const [image] = components['prom-label-proxy'].images;
  return {
    name: 'figures',
    image: imageVersion(image, version),
    args: [
      `-insecure-listen-address=127.0.0.1:${FIGURES_PORT}`,
      `-upstream=http://${PROMETHEUS.service}:${PROMETHEUS.port}`,
      '-label=team',
      `-label-value=${team}`,
      '-enable-label-apis',
      // A question for another team's figures is refused, instead of answered with one's own.
      '-error-on-replace',
    ],
    securityContext: READ_ONLY_CONTAINER,
    resources: { requests: { cpu: '10m', memory: '32Mi' }, limits: { memory: '64Mi' } },
  };
}
