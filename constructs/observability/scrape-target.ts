import { Construct } from 'constructs';
import { NetworkPolicy, Service } from '../imports/kubernetes.gen.ts';
import { ServiceMonitor } from '../imports/prometheus-operator.gen.ts';
import { FROM_PROMETHEUS, MONITORING_NAMESPACE } from './monitoring-places.ts';

/** Pods of the platform that Prometheus asks. */
export interface ScrapeTarget {
  /** What is asked; the label `job` of its figures. DNS label of at most 40 characters, unique in its namespace. */
  readonly job: string;
  /** Namespace of the pods. */
  readonly namespace: string;
  /** Team whose namespace it is, which comes with the team. @default - the platform's own */
  readonly team?: string;
  /** Labels of the pods, as their chart sets them. */
  readonly pods: Readonly<Record<string, string>>;
  /** Port in the pods. Range 1-65,535. */
  readonly port: number;
  /** Path. @default /metrics */
  readonly path?: string;
  /**
   * How they are asked. `token`: by HTTPS with the token of Prometheus, which its role lets read figures; the certificate is
   * one that the controller made for itself, and is not looked at.
   *
   * @default http
   */
  readonly by?: 'http' | 'token';
  /** Whether labels `namespace` and `pod` of the figures win, because they name a pod that is being told of. @default false */
  readonly ofOthers?: boolean;
  /** Whether its figures are of the node it runs on, and carry the node's name as label `node`. @default false */
  readonly ofNode?: boolean;
}

/** Label of the Service that stands before the pods; its value is the job. */
export const JOB_LABEL = 'plinth.dev/metrics';
/** Rule that gives figures the name of the node on which their pod runs. */
export const NODE_NAME = { sourceLabels: ['__meta_kubernetes_pod_node_name'], targetLabel: 'node' } as const;

/** Rule that asks each pod once, at this port, whichever ports and however many containers it lists. */
export function podAddress(port: number) {
  return {
    sourceLabels: ['__meta_kubernetes_pod_ip'],
    action: 'replace' as const,
    regex: '(.+)',
    replacement: `$1:${port}`,
    targetLabel: '__address__',
  };
}

const TOKEN = '/var/run/secrets/kubernetes.io/serviceaccount/token';

/** What lets Prometheus ask some pods: a Service without an address, the monitor of it, and the rule that lets it in. */
export class ScrapedPods extends Construct {
  public constructor(scope: Construct, id: string, { job, namespace, path, pods, port, ...how }: ScrapeTarget) {
    super(scope, id);
    const name = `metrics-of-${job}`;
    const secured = how.by === 'token';
    new Service(this, 'service', {
      metadata: { name, namespace, labels: { [JOB_LABEL]: job } },
      spec: {
        clusterIP: 'None',
        selector: pods,
        publishNotReadyAddresses: true,
        ports: [{ name: 'metrics', port, targetPort: port }],
      },
    });
    new ServiceMonitor(this, 'monitor', {
      metadata: { name: `${namespace}-${job}`, namespace: MONITORING_NAMESPACE },
      spec: {
        jobLabel: JOB_LABEL,
        namespaceSelector: { matchNames: [namespace] },
        selector: { matchLabels: { [JOB_LABEL]: job } },
        endpoints: [
          {
            port: 'metrics',
            path: path ?? '/metrics',
            ...(how.ofOthers === true ? { honorLabels: true } : {}),
            ...(how.ofNode === true ? { relabelings: [NODE_NAME] } : {}),
            ...(secured
              ? { scheme: 'https', bearerTokenFile: TOKEN, tlsConfig: { insecureSkipVerify: true } }
              : { scheme: 'http' }),
          },
        ],
      },
    });
    new NetworkPolicy(this, 'rule', {
      metadata: { name: `allow-${name}`, namespace },
      spec: {
        podSelector: { matchLabels: pods },
        policyTypes: ['Ingress'],
        ingress: [{ from: [FROM_PROMETHEUS], ports: [{ protocol: 'TCP', port }] }],
      },
    });
  }
}
