import { Construct } from 'constructs';
import { components } from '../../catalog/index.ts';
import { READ_ONLY_CONTAINER, restrictedPod, spreadOver } from '../core/index.ts';
import type { Container, PodSpec } from '../imports/kubernetes.gen.ts';
import { ConfigMap, NetworkPolicy, PodDisruptionBudget, Service, StatefulSet } from '../imports/kubernetes.gen.ts';
import { SENTINEL_PORT, type SentinelScripts, sentinelScript, VALKEY_PORT, valkeyScript } from './sentinel-scripts.ts';

/** A Valkey that outlives the loss of a pod or a zone. */
export interface ReplicatedValkeyProps {
  /** Name of the StatefulSet and of everything around it. */
  readonly name: string;
  /** Namespace. */
  readonly namespace: string;
  /** Labels of the pods of the same namespace that may reach it. */
  readonly clients: Readonly<Record<string, string>>;
  /** StorageClass of its volumes. @default - the cluster's default class */
  readonly storageClass?: string;
}

/** Fewest pods of which a majority outlives one. */
const REPLICAS = 3;
/** User of the image. */
const USER = 999;

/**
 * Valkey three times, each with a sentinel: the sentinels agree on the master, and clients ask them.
 *
 * It has no password: Harbor's chart can only take one that stands in its values. Who reaches it, the network rule says.
 */
export class ReplicatedValkey extends Construct {
  /** Addresses of the sentinels, with commas between them. */
  public readonly sentinels: string;
  /** Name by which clients ask the sentinels for the master. */
  public readonly masterSet: string;

  public constructor(scope: Construct, id: string, props: ReplicatedValkeyProps) {
    super(scope, id);
    const { name, namespace } = props;
    const domain = `${name}.${namespace}.svc`;
    const scripts: SentinelScripts = { name, domain, replicas: REPLICAS, masterSet: name };
    this.masterSet = name;
    this.sentinels = Array.from({ length: REPLICAS }, (_, pod) => `${name}-${pod}.${domain}:${SENTINEL_PORT}`).join(
      ',',
    );

    const labels = { 'app.kubernetes.io/name': name };
    const metadata = { name, namespace };
    new ConfigMap(this, 'scripts', {
      metadata,
      data: { 'valkey.sh': valkeyScript(scripts), 'sentinel.sh': sentinelScript(scripts) },
    });
    new Service(this, 'service', {
      metadata,
      spec: {
        clusterIP: 'None',
        // They must find each other before any of them is ready.
        publishNotReadyAddresses: true,
        selector: labels,
        ports: [
          { name: 'valkey', port: VALKEY_PORT },
          { name: 'sentinel', port: SENTINEL_PORT },
        ],
      },
    });
    new PodDisruptionBudget(this, 'budget', {
      metadata,
      spec: { maxUnavailable: 1, selector: { matchLabels: labels } },
    });
    this.#network(props, labels);
    this.#pods(props, labels);
  }

  #network({ clients, name, namespace }: ReplicatedValkeyProps, labels: Readonly<Record<string, string>>): void {
    new NetworkPolicy(this, 'network', {
      metadata: { name: `allow-${name}`, namespace },
      spec: {
        podSelector: { matchLabels: labels },
        policyTypes: ['Ingress'],
        ingress: [
          {
            from: [{ podSelector: { matchLabels: labels } }, { podSelector: { matchLabels: clients } }],
            ports: [VALKEY_PORT, SENTINEL_PORT].map((port) => ({ protocol: 'TCP', port })),
          },
        ],
      },
    });
  }

  #pods({ name, namespace, storageClass }: ReplicatedValkeyProps, labels: Readonly<Record<string, string>>): void {
    new StatefulSet(this, 'pods', {
      metadata: { name, namespace },
      spec: {
        serviceName: name,
        replicas: REPLICAS,
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: podSpec(name, labels) },
        volumeClaimTemplates: [
          {
            metadata: { name: 'data' },
            spec: {
              accessModes: ['ReadWriteOnce'],
              storageClassName: storageClass,
              resources: { requests: { storage: '8Gi' } },
            },
          },
        ],
      },
    });
  }
}

function podSpec(name: string, labels: Readonly<Record<string, string>>): PodSpec {
  return {
    automountServiceAccountToken: false,
    securityContext: restrictedPod(USER),
    topologySpreadConstraints: spreadOver(['zone', 'node'], labels),
    containers: [
      container('valkey', VALKEY_PORT, { cpu: '100m', memory: '512Mi' }),
      container('sentinel', SENTINEL_PORT, { cpu: '20m', memory: '64Mi' }),
    ],
    volumes: [
      { name: 'scripts', configMap: { name } },
      { name: 'tmp', emptyDir: {} },
    ],
  };
}

function container(
  name: 'valkey' | 'sentinel',
  port: number,
  { cpu, memory }: { readonly cpu: string; readonly memory: string },
): Container {
  const probe = { exec: { command: ['valkey-cli', '-p', `${port}`, 'ping'] }, timeoutSeconds: 5 };
  const [image] = components.valkey.images;
  return {
    name,
    image,
    command: ['sh', `/scripts/${name}.sh`],
    ports: [{ name, containerPort: port }],
    resources: { requests: { cpu, memory }, limits: { memory } },
    readinessProbe: { ...probe, periodSeconds: 5 },
    livenessProbe: { ...probe, initialDelaySeconds: 60, periodSeconds: 20 },
    securityContext: READ_ONLY_CONTAINER,
    volumeMounts: [
      { name: 'scripts', mountPath: '/scripts', readOnly: true },
      { name: 'data', mountPath: '/data' },
      { name: 'tmp', mountPath: '/tmp' },
    ],
  };
}
