/** Prometheus without its discoveries of clouds, which are most of its sources: a rehearsal has none of them. */
const PROMETHEUS = {
  group: 'observability',
  folder: 'observability/prometheus',
  module: 'github.com/prometheus/prometheus',
  tags: ['remove_all_sd', 'enable_kubernetes_sd', 'enable_dns_sd'],
} as const;

/** Alertmanager without its web page, which its module does not hold. */
const ALERTMANAGER = {
  group: 'observability',
  folder: 'observability/alertmanager',
  module: 'github.com/prometheus/alertmanager',
  unoptimised: true,
  changes: [{ file: 'ui/web.go', from: '//go:embed app/dist', to: '//go:embed app/index.html' }],
} as const;

/** Engines of the group `observability`, in the order in which they are built. */
export const OBSERVABILITY_ENGINES = [
  { name: 'prometheus', ...PROMETHEUS, main: 'github.com/prometheus/prometheus/cmd/prometheus', seconds: 200 },
  { name: 'promtool', ...PROMETHEUS, main: 'github.com/prometheus/prometheus/cmd/promtool', seconds: 6 },
  { name: 'alertmanager', ...ALERTMANAGER, main: 'github.com/prometheus/alertmanager/cmd/alertmanager', seconds: 30 },
  { name: 'amtool', ...ALERTMANAGER, main: 'github.com/prometheus/alertmanager/cmd/amtool', seconds: 10 },
  {
    name: 'prometheus-operator',
    group: 'observability',
    folder: 'observability/prometheus-operator',
    main: 'github.com/prometheus-operator/prometheus-operator/cmd/operator',
    module: 'github.com/prometheus-operator/prometheus-operator',
    seconds: 110,
    unoptimised: true,
  },
  {
    name: 'opentelemetry-collector',
    group: 'observability',
    folder: 'observability/opentelemetry-collector',
    main: 'plinth.dev/engines/observability/opentelemetry-collector',
    module: 'go.opentelemetry.io/collector/otelcol',
    seconds: 40,
    versionVariables: ['main.version'],
  },
  {
    name: 'prom-label-proxy',
    group: 'observability',
    folder: 'observability/prom-label-proxy',
    main: 'github.com/prometheus-community/prom-label-proxy',
    module: 'github.com/prometheus-community/prom-label-proxy',
    seconds: 15,
  },
] as const;
