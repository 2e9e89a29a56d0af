import type { Construct } from 'constructs';
import { components } from '../../catalog/index.ts';
import { faultConditions } from '../../spec/accelerator-faults.ts';
import type { ObservabilitySpec } from '../../spec/observability.ts';
import { type Access, ProtectedRoute } from '../access/index.ts';
import { type AddOn, type KustomizeValues, PlatformNamespace, Room, type RoomProps } from '../core/index.ts';
import { ConfigMap, NetworkPolicy } from '../imports/kubernetes.gen.ts';
import type { TeamSpace } from '../tenancy/index.ts';
import { AcceleratorFaults } from './accelerator-faults.ts';
import { AlertDelivery } from './alert-delivery.ts';
import { dashboards } from './dashboards/dashboards.ts';
import { GRAFANA_ADMIN, GRAFANA_PODS, GRAFANA_PORTS, type GrafanaValues, grafanaValues } from './grafana-values.ts';
import {
  MONITORING_NAMESPACE,
  NODE_AGENTS_BECAUSE,
  NODE_AGENTS_NAMESPACE,
  namespaceNamed,
  PROMETHEUS,
  PROMETHEUS_PODS,
} from './monitoring-places.ts';
import { type OpenCostValues, openCostValues, PRICES, poolPrices } from './opencost-values.ts';
import { type PrometheusOperatorValues, prometheusOperatorValues } from './prometheus-operator-values.ts';
import { PrometheusServer } from './prometheus-server.ts';
import { DashboardPages, PlatformRules } from './rule-objects.ts';
import { alertGroups } from './rules/alert-groups.ts';
import type { Observed } from './rules/observed.ts';
import { OBSERVED_ROOMS, type RoomName } from './rules/rule.ts';
import { ScrapedPods } from './scrape-target.ts';
import { scrapeTargets } from './scrape-targets.ts';
import { EndpointMetricsPath, EndpointMonitors, teamsWithEndpoints } from './team-metrics.ts';

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
    this.grafana = this.#grafana();
    this.costs = observability.costs ? this.#costs() : undefined;
    this.#faults();
    this.#asked();

    const observed: Observed = { spec, facts: props.facts, rooms: this.#observed() };
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
      because: NODE_AGENTS_BECAUSE,
    });
    this.#rule('allow-within', {}, [{ podSelector: {} }]);
    if (this.#props.spec.serving !== undefined)
      this.#rule('allow-scaling', PROMETHEUS_PODS, [
        { namespaceSelector: namespaceNamed('keda'), podSelector: { matchLabels: { app: 'keda-operator' } } },
      ]);
  }

  /** Lets somebody reach Prometheus, or the parts of the room each other. */
  #rule(name: string, matchLabels: Readonly<Record<string, string>>, from: readonly object[]): void {
    const ports =
      Object.keys(matchLabels).length === 0 ? undefined : [{ protocol: 'TCP' as const, port: PROMETHEUS.port }];
    new NetworkPolicy(this.in('operators'), name, {
      metadata: { name, namespace: MONITORING_NAMESPACE },
      spec: { podSelector: { matchLabels }, policyTypes: ['Ingress'], ingress: [{ from, ports }] },
    });
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

  #grafana(): AddOn<GrafanaValues> {
    const { access, observability, spec } = this.#props;
    const namespace = MONITORING_NAMESPACE;
    const host = access.host('grafana');
    const chart = this.in('platform');
    access.secret(chart, 'grafana-admin', {
      name: GRAFANA_ADMIN.name,
      namespace,
      keys: [GRAFANA_ADMIN.userKey, GRAFANA_ADMIN.passwordKey],
      purpose: 'Grafana’s own account, which nobody uses',
      generated: true,
    });
    new ProtectedRoute(chart, 'grafana-route', {
      access,
      name: 'grafana',
      namespace,
      host,
      backend: { service: 'grafana', port: GRAFANA_PORTS.service, podPort: GRAFANA_PORTS.pod, podLabels: GRAFANA_PODS },
      audience: 'people',
      groups: observability.viewers === 'admins' ? [] : spec.teams.flatMap((team) => access.members(team)),
    });
    return this.install<GrafanaValues>({
      component: components.grafana,
      namespace,
      // Its account is made up by a controller of the wave before.
      wave: 'platform',
      values: grafanaValues(observability, host),
      ready: [{ kind: 'Deployment', name: 'grafana' }],
    });
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

  /** Everybody who is asked for figures: what the rooms installed, this one included, and the teams' endpoints. */
  #asked(): void {
    const { access, installed, spaces, spec } = this.#props;
    for (const target of scrapeTargets(spec, [...installed, ...this.addOns], access.gateway))
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
    const { open } = this.#props;
    const always = ['observability', 'delivery'];
    return OBSERVED_ROOMS.filter((room) => always.includes(room) || open.includes(room));
  }
}

/** Namespace of what takes pods away from faulty nodes. */
const FAULTS_NAMESPACE = 'plinth-node-readiness';

/** Series of a node: kubelet, its pods, node-exporter, eight accelerators with some thirty figures. Rounded up. */
const SERIES_PER_NODE = 5_000;
/** Series of a team: queues, quotas, endpoints. Rounded up. */
const SERIES_PER_TEAM = 500;
