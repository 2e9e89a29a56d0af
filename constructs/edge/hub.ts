import { Construct } from 'constructs';
import type { EdgeSpec } from '../../spec/edge.ts';
import type { NetworkFacts } from '../../spec/facts.ts';
import { sizeText } from '../../spec/units.ts';
import { READ_ONLY_CONTAINER, restrictedPod } from '../core/index.ts';
import {
  ConfigMap,
  type Container,
  Deployment,
  NetworkPolicy,
  PersistentVolumeClaim,
  type PodSpec,
  Service,
  ServiceAccount,
  type Volume,
} from '../imports/kubernetes.gen.ts';
import { dnsRules, openBlock } from '../tenancy/index.ts';
import { EDGE_NAMESPACE, EDGE_USER, HUB, HUB_PODS } from './edge-places.ts';
import { HUB_FILE } from './hub-config.ts';

/** What the hub is made from. */
export interface EdgeHubProps {
  /** What the spec says about the edge. */
  readonly edge: EdgeSpec;
  /** What it reads of the spec. */
  readonly config: object;
  /** Class of its volumes. @default - the cluster's own default */
  readonly storageClass?: string | undefined;
  /** Where pods may go for what every pod needs. */
  readonly network: NetworkFacts;
}

/** Folders in the hub's container. */
const PATHS = {
  config: '/etc/plinth-edge/config',
  certificate: '/etc/plinth-edge/tls',
  header: '/etc/plinth-edge/store',
  state: '/var/lib/plinth-edge-hub',
  objects: '/var/lib/plinth-edge-store',
} as const;
const metadata = { name: HUB.name, namespace: EDGE_NAMESPACE };

/**
 * The hub: one program that tells sites what to do, hears how they are, and moves models from ring to ring. One at a time, because
 * its state is one file; while it is away sites go on with what they have.
 */
export class EdgeHub extends Construct {
  public constructor(scope: Construct, id: string, props: EdgeHubProps) {
    super(scope, id);
    const { config, edge, network, storageClass } = props;
    new ConfigMap(this, 'config', {
      metadata: { ...metadata, name: HUB.config },
      data: { [HUB_FILE]: `${JSON.stringify(config, null, 1)}\n` },
    });
    this.#claim(HUB.stateClaim, '1Gi', storageClass);
    if (edge.store.kind === 'volume') this.#claim(HUB.storeClaim, sizeText(edge.store.size), storageClass);
    new ServiceAccount(this, 'account', { metadata, automountServiceAccountToken: false });
    new Deployment(this, 'hub', {
      metadata,
      spec: {
        replicas: 1,
        // Two would write one file.
        strategy: { type: 'Recreate' },
        selector: { matchLabels: HUB_PODS },
        template: { metadata: { labels: HUB_PODS }, spec: hubPod(edge) },
      },
    });
    new Service(this, 'service', {
      metadata,
      spec: { selector: HUB_PODS, ports: [{ name: 'sites', port: HUB.port, targetPort: 'sites' }] },
    });
    new NetworkPolicy(this, 'needs', {
      metadata: { name: 'edge-hub-needs', namespace: EDGE_NAMESPACE },
      spec: { podSelector: { matchLabels: HUB_PODS }, policyTypes: ['Egress'], egress: waysOut(edge, network) },
    });
  }

  #claim(name: string, storage: string, storageClassName: string | undefined): void {
    new PersistentVolumeClaim(this, name, {
      metadata: { name, namespace: EDGE_NAMESPACE },
      spec: { accessModes: ['ReadWriteOnce'], storageClassName, resources: { requests: { storage } } },
    });
  }
}

/** It calls nobody, but for the store where that is elsewhere. */
function waysOut({ store }: EdgeSpec, network: NetworkFacts) {
  if (store.kind === 'volume') return [];
  const port = Number(new URL(store.url).port || 443);
  return [
    ...dnsRules(network),
    { to: [openBlock('0.0.0.0/0', network.metadata)], ports: [{ protocol: 'TCP' as const, port }] },
  ];
}

function hubPod(edge: EdgeSpec): PodSpec {
  return {
    serviceAccountName: HUB.name,
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    securityContext: restrictedPod(EDGE_USER),
    containers: [hubContainer(edge)],
    volumes: volumes(edge),
  };
}

function hubContainer({ image, store }: EdgeSpec): Container {
  const signed = store.kind === 'address' && store.signed;
  // Whether its settings are right is told by its figures: a wrong one must not cut sites off.
  const alive = { tcpSocket: { port: 'metrics' } };
  return {
    name: 'hub',
    image,
    args: [
      'hub',
      `--config=${PATHS.config}`,
      `--state=${PATHS.state}/state.json`,
      `--objects=${store.kind === 'volume' ? PATHS.objects : store.url}`,
      ...(signed ? [`--objects-header-file=${PATHS.header}/header`] : []),
      `--tls=${PATHS.certificate}`,
      `--listen=:${HUB.port}`,
      `--metrics=:${HUB.metricsPort}`,
    ],
    ports: [
      { name: 'sites', containerPort: HUB.port },
      { name: 'metrics', containerPort: HUB.metricsPort },
    ],
    startupProbe: { ...alive, periodSeconds: 2, failureThreshold: 60 },
    readinessProbe: { ...alive, periodSeconds: 10 },
    livenessProbe: { ...alive, periodSeconds: 30, failureThreshold: 5 },
    resources: { requests: { cpu: '100m', memory: '64Mi' }, limits: { memory: '256Mi' } },
    securityContext: READ_ONLY_CONTAINER,
    volumeMounts: [
      { name: 'config', mountPath: PATHS.config, readOnly: true },
      { name: 'certificate', mountPath: PATHS.certificate, readOnly: true },
      { name: 'state', mountPath: PATHS.state },
      ...(store.kind === 'volume' ? [{ name: 'objects', mountPath: PATHS.objects, readOnly: true }] : []),
      ...(signed ? [{ name: 'header', mountPath: PATHS.header, readOnly: true }] : []),
    ],
  };
}

function volumes({ store }: EdgeSpec): Volume[] {
  return [
    {
      name: 'config',
      projected: {
        sources: [
          { configMap: { name: HUB.config } },
          // Not there before the first rollout.
          { configMap: { name: HUB.rollouts, optional: true } },
        ],
      },
    },
    { name: 'certificate', secret: { secretName: HUB.certificate } },
    { name: 'state', persistentVolumeClaim: { claimName: HUB.stateClaim } },
    ...(store.kind === 'volume'
      ? [{ name: 'objects', persistentVolumeClaim: { claimName: HUB.storeClaim, readOnly: true } }]
      : []),
    ...(store.kind === 'address' && store.signed ? [{ name: 'header', secret: { secretName: HUB.storeSecret } }] : []),
  ];
}
