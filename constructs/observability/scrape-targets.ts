import type { ComponentName } from '../../catalog/index.ts';
import type { PlatformSpec } from '../../spec/platform.ts';
import { trackingNamespace } from '../../spec/team-identity.ts';
import type { AccessGateway } from '../access/index.ts';
import type { AddOn } from '../core/index.ts';
import { ARGO_CD_NAMESPACE, FLUX_NAMESPACE } from '../delivery/index.ts';
import { EDGE_NAMESPACE, HUB, HUB_PODS } from '../edge/index.ts';
import { PEER_PODS, PEERS, PEERS_NAMESPACE } from '../images/index.ts';
import { HARBOR } from '../registry/index.ts';
import { MONITORING_NAMESPACE, PROMETHEUS_PODS, SERVERS } from './monitoring-places.ts';
import type { FurtherExporter } from './rules/observed.ts';
import type { ScrapeTarget } from './scrape-target.ts';

/** Pods that a component's chart brings and how they are asked; namespace and job are the add-on's. */
type Asked = Omit<ScrapeTarget, 'namespace' | 'job'> & {
  /** Job. @default - the component's name */
  readonly job?: string;
};

const NAME = 'app.kubernetes.io/name';
const manager = (name: string): Asked => ({ pods: { [NAME]: name }, port: 8_443, by: 'token' });
const plain = (name: string, port: number): Asked => ({ pods: { [NAME]: name }, port });
const harbor = (component: string): Asked => ({
  job: `harbor-${component}`,
  pods: { app: 'harbor', component },
  port: 8_001,
});

/**
 * Who is asked for figures, by component. Labels and ports are those of the chart of the catalogue's version, as
 * `test/e2e/scrape-targets.e2e.test.ts` compares where a Go module holds the chart.
 *
 * Not here: KServe, whose managers show their figures on 127.0.0.1 only.
 */
const ASKED: Partial<Readonly<Record<ComponentName, readonly Asked[]>>> = {
  kueue: [manager('kueue')],
  jobset: [{ ...manager('jobset'), ofOthers: true }],
  leaderworkerset: [{ ...manager('lws'), job: 'lws' }],
  'kubeflow-trainer': [{ ...manager('kubeflow-trainer'), job: 'trainer' }],
  kuberay: [plain('kuberay-operator', 8_080)],
  'spark-operator': [{ pods: { [NAME]: 'spark-operator', 'app.kubernetes.io/component': 'controller' }, port: 8_080 }],
  karpenter: [plain('karpenter', 8_080)],
  'cluster-autoscaler': [plain('clusterapi-cluster-autoscaler', 8_085)],
  'cert-manager': [{ ...plain('cert-manager', 9_402), ofOthers: true }],
  'external-secrets': [{ ...plain('external-secrets', 8_080), ofOthers: true }],
  'external-dns': [plain('external-dns', 7_979)],
  'envoy-gateway': [{ pods: { 'control-plane': 'envoy-gateway' }, port: 19_001 }],
  dex: [plain('dex', 5_558)],
  'cloudnative-pg': [plain('cloudnative-pg', 8_080)],
  harbor: ['core', 'registry', 'jobservice', 'exporter'].map(harbor),
  'argo-rollouts': [{ ...plain('argo-rollouts', 8_090), ofOthers: true }],
  keda: [{ job: 'keda', pods: { app: 'keda-operator' }, port: 8_080, ofOthers: true }],
  'nvidia-gpu-operator': [{ job: 'dcgm-exporter', pods: { app: 'nvidia-dcgm-exporter' }, port: 9_400, ofOthers: true }],
  'amd-gpu-operator': [{ job: 'amd-exporter', pods: { [NAME]: 'metrics-exporter' }, port: 5_000, ofOthers: true }],
  opencost: [{ ...plain('opencost', 9_003), ofOthers: true }],
  grafana: [plain('grafana', 3_000)],
};

/** Parts of Argo CD and the ports at which they show their figures. */
const ARGO_CD = { 'application-controller': 8_082, server: 8_083, 'repo-server': 8_084 } as const;
/** Controllers of Flux. */
const FLUX = ['source-controller', 'kustomize-controller', 'helm-controller'] as const;
/** Port at which an instance of a database shows its figures. */
const DATABASE_METRICS = 9_187;

/** Everything of the platform itself that is asked for figures, the rooms' add-ons first. */
export function scrapeTargets(
  spec: PlatformSpec,
  addOns: readonly AddOn[],
  gateway: Pick<AccessGateway, 'proxyLabels' | 'proxyNamespace'>,
): readonly ScrapeTarget[] {
  return [
    ...addOns.flatMap(ofAddOn),
    proxies(gateway),
    ...itself(),
    ...databases(spec),
    ...edge(spec),
    ...peers(spec),
    ...delivery(spec),
  ];
}

/** The cluster autoscaler among the exporters, where a room installs it; clouds keep the figures of theirs to themselves. */
export function autoscalerExporter(installed: readonly AddOn[]): readonly FurtherExporter[] {
  return installed.some(({ component }) => component.name === 'cluster-autoscaler') ? ['cluster-autoscaler'] : [];
}

function ofAddOn({ component, namespace }: AddOn): ScrapeTarget[] {
  const asked = ASKED[component.name as ComponentName] ?? [];
  return asked.map(({ job = component.name, ...how }) => ({ ...how, job, namespace }));
}

/** The proxies, which Envoy Gateway runs beside itself. */
function proxies({ proxyLabels, proxyNamespace }: Pick<AccessGateway, 'proxyLabels' | 'proxyNamespace'>): ScrapeTarget {
  return { job: 'envoy-proxy', namespace: proxyNamespace, pods: proxyLabels, port: 19_001, path: '/stats/prometheus' };
}

function itself(): ScrapeTarget[] {
  const namespace = MONITORING_NAMESPACE;
  return [
    { job: 'prometheus', namespace, pods: PROMETHEUS_PODS, port: 9_090 },
    { job: 'alertmanager', namespace, pods: { [NAME]: 'alertmanager', alertmanager: SERVERS }, port: 9_093 },
  ];
}

/** Each namespace with databases; the label is what the operator gives to their pods. */
function databases({ registry, teams }: PlatformSpec): ScrapeTarget[] {
  if (registry === undefined) return [];
  const of = (namespace: string, team?: string) => ({
    job: 'database',
    namespace,
    ...(team === undefined ? {} : { team }),
    pods: { 'cnpg.io/podRole': 'instance' },
    port: DATABASE_METRICS,
  });
  return [
    of(HARBOR.namespace),
    ...(registry.tracking ? teams.map((team) => of(trackingNamespace(team), team.name)) : []),
  ];
}

/** The hub, which tells of its sites: their labels win over its own. */
function edge(spec: PlatformSpec): ScrapeTarget[] {
  if (spec.edge === undefined) return [];
  return [{ job: HUB.name, namespace: EDGE_NAMESPACE, pods: HUB_PODS, port: HUB.metricsPort }];
}

/** The agents that hand images from node to node; none while they only put back what was there before. */
function peers({ images }: PlatformSpec): ScrapeTarget[] {
  if (images?.peers?.leaving !== false) return [];
  return [{ job: PEERS.name, namespace: PEERS_NAMESPACE, pods: PEER_PODS, port: PEERS.metricsPort, ofNode: true }];
}

function delivery({ delivery: { kind } }: PlatformSpec): ScrapeTarget[] {
  if (kind === 'argocd')
    return Object.entries(ARGO_CD).map(([part, port]) => ({
      job: `argocd-${part}`,
      namespace: ARGO_CD_NAMESPACE,
      pods: { [NAME]: `argocd-${part}` },
      port,
      ofOthers: part === 'application-controller',
    }));
  if (kind !== 'flux') return [];
  return FLUX.map((app) => ({ job: app, namespace: FLUX_NAMESPACE, pods: { app }, port: 8_080 }));
}
