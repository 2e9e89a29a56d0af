import type { Construct } from 'constructs';
import { type ComponentName, components } from '../../catalog/index.ts';
import { faultConditions } from '../../spec/accelerator-faults.ts';
import type { ObservabilitySpec } from '../../spec/observability.ts';
import type { Access } from '../access/index.ts';
import { type AddOn, type KustomizeValues, PlatformNamespace, Room, type RoomProps } from '../core/index.ts';
import { ConfigMap } from '../imports/kubernetes.gen.ts';
import type { TeamSpace } from '../tenancy/index.ts';
import { AcceleratorExporters, acceleratorExporters, neuronPools } from './accelerator-exporters.ts';
import { AcceleratorFaults } from './accelerator-faults.ts';
import { AlertDelivery } from './alert-delivery.ts';
import { dashboards } from './dashboards/dashboards.ts';
import { grafanaSources } from './grafana-sources.ts';
import { type GrafanaValues, grafanaValues } from './grafana-values.ts';
import { GrafanaWay } from './grafana-way.ts';
import { MonitoringNetwork } from './monitoring-network.ts';
import { MONITORING_NAMESPACE, NODE_AGENTS_NAMESPACE, nodeAgentsBecause } from './monitoring-places.ts';
import { type OpenCostValues, openCostValues, PRICES, poolPrices } from './opencost-values.ts';
import { type PrometheusOperatorValues, prometheusOperatorValues } from './prometheus-operator-values.ts';
import { PrometheusServer } from './prometheus-server.ts';
import { DashboardPages, PlatformRules } from './rule-objects.ts';
import { alertGroups } from './rules/alert-groups.ts';
import type { FurtherExporter, Observed } from './rules/observed.ts';
import { OBSERVED_ROOMS, type RoomName } from './rules/rule.ts';
import { ScrapedPods } from './scrape-target.ts';
import { autoscalerExporter, scrapeTargets } from './scrape-targets.ts';
import { TeamGrafana } from './team-grafana.ts';
import { EndpointMetricsPath, EndpointMonitors, teamsWithEndpoints } from './team-metrics.ts';
import { type LokiValues, lokiAddOn } from './telemetry/loki-values.ts';
import { NodeLogs } from './telemetry/node-logs.ts';
import { LokiNetwork, TempoNetwork } from './telemetry/telemetry-network.ts';
import { STORE_SECRET, TELEMETRY_NAMESPACE } from './telemetry/telemetry-places.ts';
import { telemetryExporters, telemetryTargets } from './telemetry/telemetry-targets.ts';
import { type TempoValues, tempoAddOn } from './telemetry/tempo-values.ts';
import { allTenants, tenantsOf } from './telemetry/tenant.ts';
import { TraceGateway, TracesPath } from './telemetry/trace-gateway.ts';

/** What observability is given. */
export interface ObservabilityProps extends RoomProps {
  /** What the spec says about it. */
  readonly observability: ObservabilitySpec;
  /** The way in. */
  readonly access: Access;
  /** Teams and their namespaces. */
  readonly spaces: readonly TeamSpace[];
  /** Rooms that are open, by name. */
  readonly open: readonly string[];
  /** Everything that those rooms install: who is asked for figures. */
  readonly installed: readonly AddOn[];
}

/** Observability: figures, alerts with pages to act by, dashboards, costs. */
export class Observability extends Room {
  /** The operator of Prometheus, with kube-state-metrics and node-exporter. */
  public readonly operator: AddOn<PrometheusOperatorValues>;
  /** Grafana. */
  public readonly grafana: AddOn<GrafanaValues>;
  /** Loki. @default - the spec wants no logs */
  public readonly logs: AddOn<LokiValues> | undefined;
  /** Tempo. @default - the spec wants no traces */
  public readonly traces: AddOn<TempoValues> | undefined;
  /** Costs by namespace. @default - the spec wants none */
  public readonly costs: AddOn<OpenCostValues> | undefined;
  readonly #props: ObservabilityProps;

  public constructor(scope: Construct, props: ObservabilityProps) {
    super(scope, 'observability', props);
    this.#props = props;
    const { observability, spec } = props;
    this.#namespaces();
    this.operator = this.#operator();
    this.#servers();
    if (observability.logs !== undefined || observability.traces !== undefined) this.#telemetry();
    this.logs = observability.logs && this.#logs(observability.logs);
    this.traces = observability.traces && this.#traces(observability.traces);
    this.grafana = this.#grafana();
    this.#teamGrafanas();
    this.costs = observability.costs ? this.#costs() : undefined;
    this.#faults();
    new AcceleratorExporters(this.in('platform'), 'accelerators', {
      ...props,
      version: this.#version('neuron-monitor'),
    });
    this.#asked();

    const observed: Observed = { spec, facts: props.facts, rooms: this.#observed(), exporters: this.#exporters() };
    new PlatformRules(this.in('platform'), 'rules', {
      groups: alertGroups(observed),
      runbooks: observability.runbooks,
    });
    new DashboardPages(this.in('platform'), 'dashboards', dashboards(observed));
  }

  #namespaces(): void {
    const { kubernetes } = this.#props.spec.target;
    new PlatformNamespace(this.in('operators'), 'namespace', { name: MONITORING_NAMESPACE, kubernetes });
    new PlatformNamespace(this.in('operators'), 'agents', {
      name: NODE_AGENTS_NAMESPACE,
      kubernetes,
      level: 'privileged',
      because: nodeAgentsBecause(neuronPools(this.#props).length > 0, this.#props.observability.logs !== undefined),
    });
    new MonitoringNetwork(this.in('operators'), 'network', { scaling: this.#props.spec.serving !== undefined });
  }

  #operator(): AddOn<PrometheusOperatorValues> {
    const { access, facts } = this.#props;
    return this.install<PrometheusOperatorValues>({
      component: components['prometheus-operator'],
      namespace: MONITORING_NAMESPACE,
      values: prometheusOperatorValues(facts),
      after: [access.certificates],
      ready: [
        { kind: 'Deployment', name: 'prometheus-operator' },
        { kind: 'Deployment', name: 'kube-state-metrics' },
      ],
    });
  }

  #servers(): void {
    const { access, facts, observability, spec } = this.#props;
    const chart = this.in('platform');
    const nodes = spec.pools.reduce((sum, { nodes: { max } }) => sum + max, 0);
    const common = { storageClass: facts.blockStorage };
    new PrometheusServer(chart, 'prometheus', {
      ...common,
      observability,
      platform: spec.metadata.name,
      series: nodes * SERIES_PER_NODE + spec.teams.length * SERIES_PER_TEAM,
      version: spec.components['prometheus']?.version,
    });
    new AlertDelivery(chart, 'alerts', {
      ...common,
      access,
      receivers: observability.receivers,
      version: spec.components['alertmanager']?.version,
    });
  }

  /** Where logs and traces are kept, and the keys of their bucket. */
  #telemetry(): void {
    const { access, observability, spec } = this.#props;
    const { kubernetes } = spec.target;
    new PlatformNamespace(this.in('operators'), 'telemetry', { name: TELEMETRY_NAMESPACE, kubernetes });
    if (observability.store === undefined) return;
    access.secret(this.in('platform'), STORE_SECRET.name, {
      name: STORE_SECRET.name,
      namespace: TELEMETRY_NAMESPACE,
      keys: STORE_SECRET.keys,
      purpose: 'keys of the bucket with logs and traces',
    });
  }

  #logs(logs: NonNullable<ObservabilitySpec['logs']>): AddOn<LokiValues> {
    const { facts, observability, spaces } = this.#props;
    const chart = this.in('platform');
    new LokiNetwork(chart, 'loki-network');
    new NodeLogs(chart, 'node-logs', { tenants: tenantsOf(spaces), version: this.#version('opentelemetry-collector') });
    const version = this.#version('loki') ?? components.loki.version;
    const kept = { store: observability.store, storageClass: facts.blockStorage, version };
    return this.install(lokiAddOn({ logs, ...kept }));
  }

  #traces(traces: NonNullable<ObservabilitySpec['traces']>): AddOn<TempoValues> {
    const { facts, observability, spaces } = this.#props;
    const chart = this.in('platform');
    new TempoNetwork(chart, 'tempo-network');
    for (const tenant of tenantsOf(spaces)) {
      new TraceGateway(chart, `traces-${tenant.name}`, { tenant, version: this.#version('opentelemetry-collector') });
      for (const namespace of tenant.namespaces)
        new TracesPath(this.for(tenant.team ?? ''), `traces-${namespace}`, namespace, tenant);
    }
    const version = this.#version('tempo') ?? components.tempo.version;
    const kept = { store: observability.store, storageClass: facts.blockStorage, version };
    return this.install(tempoAddOn({ traces, ...kept }));
  }

  /** Version that the spec chose for a component. @returns undefined - the catalogue's */
  #version(component: ComponentName): string | undefined {
    return this.#props.spec.components[component]?.version;
  }

  #grafana(): AddOn<GrafanaValues> {
    const { access, observability, spec } = this.#props;
    const host = access.host('grafana');
    const groups = observability.viewers === 'teams' ? spec.teams.flatMap((team) => access.members(team)) : [];
    new GrafanaWay(this.in('platform'), 'grafana-way', { access, host, groups });
    return this.install<GrafanaValues>({
      component: components.grafana,
      namespace: MONITORING_NAMESPACE,
      // Its account is made up by a controller of the wave before.
      wave: 'platform',
      values: grafanaValues(observability, host, this.#sources()),
      ready: [{ kind: 'Deployment', name: 'grafana' }],
    });
  }

  /** What the platform's own Grafana can be asked about. Where teams come in as well, no logs: they would see everybody's. */
  #sources(): readonly object[] {
    const { observability, spaces } = this.#props;
    const open = observability.viewers !== 'teams';
    return grafanaSources({
      alerts: true,
      logs: open && observability.logs !== undefined,
      traces: open && observability.traces !== undefined,
      tenant: allTenants(tenantsOf(spaces)),
    });
  }

  #teamGrafanas(): void {
    const { access, observability, spec } = this.#props;
    if (observability.viewers !== 'own') return;
    for (const team of spec.teams) {
      const groups = access.members(team);
      const version = this.#version('prom-label-proxy');
      new TeamGrafana(this.in('platform'), `grafana-${team.name}`, {
        access,
        team: team.name,
        groups,
        observability,
        version,
      });
    }
  }

  #costs(): AddOn<OpenCostValues> {
    const { facts, spec } = this.#props;
    const namespace = MONITORING_NAMESPACE;
    new ConfigMap(this.in('platform'), 'prices', {
      metadata: { name: PRICES.name, namespace },
      data: { [PRICES.file]: poolPrices(spec, facts) },
    });
    return this.install<OpenCostValues>({
      component: components.opencost,
      namespace,
      wave: 'platform',
      values: openCostValues(facts.cluster),
      ready: [{ kind: 'Deployment', name: 'opencost' }],
    });
  }

  #faults(): void {
    const { facts, spec } = this.#props;
    const conditions = faultConditions(spec);
    if (conditions.length === 0) return;
    const component = components['node-readiness-controller'];
    this.install<KustomizeValues>({ component, namespace: FAULTS_NAMESPACE, values: {} });
    new PlatformNamespace(this.in('operators'), 'faults', {
      name: FAULTS_NAMESPACE,
      kubernetes: spec.target.kubernetes,
    });
    new AcceleratorFaults(this.in('platform'), 'faults', {
      namespace: FAULTS_NAMESPACE,
      conditions,
      pools: facts.pools.filter(({ resource }) => resource !== 'cpu'),
      version: spec.components[component.name]?.version,
    });
  }

  /** Exporters that not every platform has, and that this one asks. */
  #exporters(): readonly FurtherExporter[] {
    const { installed, observability } = this.#props;
    return [
      ...autoscalerExporter(installed),
      ...acceleratorExporters(this.#props),
      ...telemetryExporters(observability),
    ];
  }

  /** Everybody who is asked for figures: what the rooms installed, this one included, and the teams' endpoints. */
  #asked(): void {
    const { access, installed, spaces, spec } = this.#props;
    const targets = scrapeTargets(spec, [...installed, ...this.addOns], access.gateway);
    for (const target of [...targets, ...telemetryTargets(this.#props.observability, spaces)])
      new ScrapedPods(
        target.team === undefined ? this.in('platform') : this.for(target.team),
        `scrape-${target.namespace}-${target.job}`,
        target,
      );
    const teams = teamsWithEndpoints(spaces, spec.serving?.endpoints ?? []);
    if (teams.length === 0) return;
    new EndpointMonitors(this.in('platform'), 'endpoints', teams);
    for (const { namespaces, team } of teams)
      for (const { name } of namespaces) new EndpointMetricsPath(this.for(team.name), `metrics-${name}`, name);
  }

  #observed(): readonly RoomName[] {
    const { open, spec } = this.#props;
    const openedLater = ['observability', 'delivery', ...(spec.policy === undefined ? [] : ['policy'])];
    return OBSERVED_ROOMS.filter((room) => openedLater.includes(room) || open.includes(room));
  }
}

/** Namespace of what takes pods away from faulty nodes. */
const FAULTS_NAMESPACE = 'plinth-node-readiness';

/** Series of a node: kubelet, its pods, node-exporter, eight accelerators with some thirty figures. Rounded up. */
const SERIES_PER_NODE = 5_000;
/** Series of a team: queues, quotas, endpoints. Rounded up. */
const SERIES_PER_TEAM = 500;
