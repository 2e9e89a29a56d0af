import { Construct } from 'constructs';
import { components } from '../../catalog/index.ts';
import { type AcceleratorPool, acceleratorNeeds, affinityFor, tolerationsFor } from '../accelerators/index.ts';
import { imageVersion, type RoomProps } from '../core/index.ts';
import { DaemonSet } from '../imports/kubernetes.gen.ts';
import { PodMonitor } from '../imports/prometheus-operator.gen.ts';
import { MONITORING_NAMESPACE, NODE_AGENTS_NAMESPACE } from './monitoring-places.ts';
import type { FurtherExporter } from './rules/observed.ts';
import { NODE_NAME, podAddress, ScrapedPods, type ScrapeTarget } from './scrape-target.ts';

/** An exporter that somebody else runs in a namespace of theirs. */
export interface HostedExporter {
  /** What is asked; the label `job` of its figures. */
  readonly job: 'dcgm-exporter' | 'npu-exporter' | 'tpu-device-plugin';
  /** Namespace of its pods. */
  readonly namespace: string;
  /** Labels of its pods. */
  readonly pods: Readonly<Record<string, string>>;
  /** Port in the pods. Range 1-65,535. */
  readonly port: number;
}

/** Port of Neuron Monitor. */
const NEURON_PORT = 8_000;
const NEURON_PODS = { 'app.kubernetes.io/name': 'neuron-monitor' };

/** Neuron Monitor as one that is asked. Its figures are of a node and name no pod. */
const NEURON_TARGET: ScrapeTarget = {
  job: 'neuron-monitor',
  namespace: NODE_AGENTS_NAMESPACE,
  pods: NEURON_PODS,
  port: NEURON_PORT,
  ofNode: true,
};

/** Pools whose figures Neuron Monitor tells. */
export function neuronPools(props: Pick<RoomProps, 'facts' | 'spec'>): readonly AcceleratorPool[] {
  return acceleratorNeeds(props).neuron;
}

/**
 * Exporters of accelerators that the cloud or the site runs: GKE's own DCGM exporter where NVIDIA's operator is not there,
 * the figures of GKE's TPU device plugin, and MindCluster's exporter for Ascend, as its manifests install it.
 */
export function hostedExporters(props: Pick<RoomProps, 'facts' | 'spec'>): readonly HostedExporter[] {
  const { ascend, nvidiaOperator, pools } = acceleratorNeeds(props);
  const onGke = props.spec.target.kind === 'gcp';
  const made = (vendor: string) => pools.some(({ accelerator }) => accelerator.vendor === vendor);
  return [
    ...(onGke && made('nvidia') && nvidiaOperator.length === 0 ? [GKE_DCGM] : []),
    ...(onGke && made('google') ? [GKE_TPU] : []),
    ...(ascend.length > 0 ? [NPU] : []),
  ];
}

const GKE_DCGM: HostedExporter = {
  job: 'dcgm-exporter',
  namespace: 'gke-managed-system',
  pods: { 'app.kubernetes.io/name': 'gke-managed-dcgm-exporter' },
  port: 9_400,
};
const GKE_TPU: HostedExporter = {
  job: 'tpu-device-plugin',
  namespace: 'kube-system',
  pods: { 'k8s-app': 'tpu-device-plugin' },
  port: 2_112,
};
const NPU: HostedExporter = {
  job: 'npu-exporter',
  namespace: 'npu-exporter',
  pods: { app: 'npu-exporter' },
  port: 8_082,
};

/** Those of the exporters that not every platform has which this one asks. */
export function acceleratorExporters(props: Pick<RoomProps, 'facts' | 'spec'>): readonly FurtherExporter[] {
  const hosted = hostedExporters(props).flatMap(({ job }) => (job === 'dcgm-exporter' ? [] : [job]));
  return [...(neuronPools(props).length > 0 ? (['neuron-monitor'] as const) : []), ...hosted];
}

/** Asks an exporter that somebody else runs. Nothing is made in its namespace. */
class HostedExporterMonitor extends Construct {
  public constructor(scope: Construct, id: string, { job, namespace, pods, port }: HostedExporter) {
    super(scope, id);
    new PodMonitor(this, 'monitor', {
      metadata: { name: `hosted-${job}`, namespace: MONITORING_NAMESPACE },
      spec: {
        selector: { matchLabels: pods },
        namespaceSelector: { matchNames: [namespace] },
        podMetricsEndpoints: [
          {
            path: '/metrics',
            // The pods that are told of are meant, not the exporter's own.
            honorLabels: true,
            relabelings: [
              podAddress(port),
              { action: 'labeldrop', regex: 'container' },
              { action: 'replace', targetLabel: 'job', replacement: job },
              NODE_NAME,
            ],
          },
        ],
      },
    });
  }
}

/** What exporters of accelerators are made from. */
export interface AcceleratorExportersProps extends Pick<RoomProps, 'facts' | 'spec'> {
  /** Version of Neuron Monitor without a leading `v`. @default - the catalogue's */
  readonly version: string | undefined;
}

/** Exporters of accelerators that no operator brings: Neuron Monitor, and those that somebody else runs. */
export class AcceleratorExporters extends Construct {
  public constructor(scope: Construct, id: string, props: AcceleratorExportersProps) {
    super(scope, id);
    const pools = neuronPools(props);
    if (pools.length > 0) {
      new NeuronMonitor(this, 'neuron-monitor', { pools, version: props.version });
      new ScrapedPods(this, 'scrape-neuron-monitor', NEURON_TARGET);
    }
    for (const hosted of hostedExporters(props)) new HostedExporterMonitor(this, `hosted-${hosted.job}`, hosted);
  }
}

/** What Neuron Monitor is given. */
interface NeuronMonitorProps {
  /** Pools on whose nodes it runs. */
  readonly pools: readonly AcceleratorPool[];
  /** Version without a leading `v`. @default - the catalogue's */
  readonly version: string | undefined;
}

/** Neuron Monitor on each node with Inferentia or Trainium. AWS publishes no chart for it, so its object stands here. */
class NeuronMonitor extends Construct {
  public constructor(scope: Construct, id: string, { pools, version }: NeuronMonitorProps) {
    super(scope, id);
    const { images, name } = components['neuron-monitor'];
    const [image] = images;
    new DaemonSet(this, 'daemons', {
      metadata: { name, namespace: NODE_AGENTS_NAMESPACE },
      spec: {
        selector: { matchLabels: NEURON_PODS },
        template: {
          metadata: { labels: NEURON_PODS },
          spec: {
            automountServiceAccountToken: false,
            affinity: affinityFor(pools),
            tolerations: tolerationsFor(pools),
            containers: [
              {
                name,
                image: imageVersion(image, version),
                command: ['/opt/bin/entrypoint.sh'],
                args: ['--port', `${NEURON_PORT}`],
                ports: [{ name: 'metrics', containerPort: NEURON_PORT }],
                // It opens the devices themselves; no narrower right lets it.
                securityContext: { privileged: true },
                resources: { requests: { cpu: '100m', memory: '256Mi' }, limits: { memory: '256Mi' } },
              },
            ],
          },
        },
      },
    });
  }
}
