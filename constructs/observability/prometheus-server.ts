import { Construct } from 'constructs';
import { components } from '../../catalog/index.ts';
import type { ObservabilitySpec } from '../../spec/observability.ts';
import { durationText, sizeText } from '../../spec/units.ts';
import { restrictedPod, spreadOver } from '../core/index.ts';
import { ClusterRole, ClusterRoleBinding, PodDisruptionBudget, ServiceAccount } from '../imports/kubernetes.gen.ts';
import { Prometheus } from '../imports/prometheus-operator.gen.ts';
import {
  ALERTMANAGER,
  MONITORING_NAMESPACE,
  PLATFORM_NAMESPACES,
  PROMETHEUS_PODS,
  SERVERS,
} from './monitoring-places.ts';

/** Prometheus for a platform. */
export interface PrometheusServerProps {
  /** What the spec says. */
  readonly observability: ObservabilitySpec;
  /** Name of the platform, which every figure that leaves it carries. */
  readonly platform: string;
  /** Most pods and nodes there are, by which memory is chosen. */
  readonly series: number;
  /** StorageClass. @default - the cluster's own */
  readonly storageClass: string | undefined;
  /** Version without a leading `v`. @default - the catalogue's */
  readonly version: string | undefined;
}

/** Service account of Prometheus. */
const ACCOUNT = 'prometheus';
const USER = 65_534;

/** Memory of a server that holds so many series: 6 KiB each, and what it needs by itself. Unit: GiB. */
function memoryFor(series: number): number {
  return Math.ceil(1 + (series * 6) / 1_048_576);
}

/** Prometheus, twice, each with all figures: one may go, and what it remembers is on its disk. */
export class PrometheusServer extends Construct {
  public constructor(scope: Construct, id: string, props: PrometheusServerProps) {
    super(scope, id);
    const namespace = MONITORING_NAMESPACE;
    this.#account();
    new PodDisruptionBudget(this, 'budget', {
      metadata: { name: 'prometheus', namespace },
      spec: { minAvailable: 1, selector: { matchLabels: PROMETHEUS_PODS } },
    });
    const { observability, platform, series, storageClass } = props;
    const version = props.version ?? components.prometheus.version;
    const memory = sizeText(memoryFor(series));
    new Prometheus(this, 'server', {
      metadata: { name: SERVERS, namespace },
      spec: {
        version: `v${version}`,
        image: components.prometheus.images[0].replace(/:v.*$/, `:v${version}`),
        replicas: 2,
        retention: durationText(observability.retention),
        // Prometheus stops a twentieth before the disk is full, instead of at it.
        retentionSize: `${Math.floor(observability.storage * 0.95 * 1_024)}MiB`,
        scrapeInterval: '30s',
        evaluationInterval: '30s',
        externalLabels: { platform },
        serviceAccountName: ACCOUNT,
        securityContext: restrictedPod(USER),
        resources: { requests: { cpu: '500m', memory }, limits: { memory } },
        storage: { volumeClaimTemplate: claim(observability, storageClass) },
        topologySpreadConstraints: spreadOver(['node'], PROMETHEUS_PODS),
        alerting: {
          alertmanagers: [{ name: ALERTMANAGER.service, namespace, port: ALERTMANAGER.port, apiVersion: 'v2' }],
        },
        ...everythingOfThePlatform(),
        enableAdminAPI: false,
        walCompression: true,
      },
    });
  }

  /** Prometheus looks up whom it asks, and asks for figures; nothing else. */
  #account(): void {
    const namespace = MONITORING_NAMESPACE;
    const name = 'plinth-prometheus';
    new ServiceAccount(this, 'account', { metadata: { name: ACCOUNT, namespace } });
    new ClusterRole(this, 'role', {
      metadata: { name },
      rules: [
        {
          apiGroups: [''],
          resources: ['nodes', 'services', 'endpoints', 'pods'],
          verbs: ['get', 'list', 'watch'],
        },
        { apiGroups: [''], resources: ['nodes/metrics'], verbs: ['get'] },
        { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: ['get', 'list', 'watch'] },
        { nonResourceURLs: ['/metrics', '/metrics/cadvisor', '/metrics/slis'], verbs: ['get'] },
      ],
    });
    new ClusterRoleBinding(this, 'binding', {
      metadata: { name },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name },
      subjects: [{ kind: 'ServiceAccount', name: ACCOUNT, namespace }],
    });
  }
}

function everythingOfThePlatform() {
  const all = {};
  return {
    serviceMonitorSelector: all,
    serviceMonitorNamespaceSelector: PLATFORM_NAMESPACES,
    podMonitorSelector: all,
    podMonitorNamespaceSelector: PLATFORM_NAMESPACES,
    ruleSelector: all,
    ruleNamespaceSelector: PLATFORM_NAMESPACES,
  };
}

function claim({ storage }: ObservabilitySpec, storageClassName: string | undefined) {
  return {
    spec: {
      accessModes: ['ReadWriteOnce' as const],
      ...(storageClassName === undefined ? {} : { storageClassName }),
      resources: { requests: { storage: sizeText(storage) } },
    },
  };
}
