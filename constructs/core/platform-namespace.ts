import { JsonPatch } from 'cdk8s';
import { Construct } from 'constructs';
import { Namespace, NetworkPolicy } from '../imports/kubernetes.gen.ts';
import { LABELS, WaveChart } from './wave-chart.ts';

/** Levels of the Pod Security Standards. */
export type PodSecurityLevel = 'restricted' | 'baseline' | 'privileged';

/** A namespace of the platform itself. */
export interface PlatformNamespaceProps {
  /** Name; DNS label of at most 63 characters. */
  readonly name: string;
  /** Kubernetes minor whose form of the level applies, for example `1.36`. */
  readonly kubernetes: string;
  /** Pod security level that is enforced. @default restricted */
  readonly level?: PodSecurityLevel;
  /** Why the level is wider than restricted; stands as an annotation. Needed when it is. @default - the level is restricted */
  readonly because?: string;
}

/** Labels by which the Pod Security Admission enforces a level, pinned to the cluster's minor. */
export function podSecurityLabels(level: PodSecurityLevel, kubernetes: string): Record<string, string> {
  return {
    'pod-security.kubernetes.io/enforce': level,
    'pod-security.kubernetes.io/enforce-version': `v${kubernetes}`,
    'pod-security.kubernetes.io/audit': 'restricted',
    'pod-security.kubernetes.io/audit-version': `v${kubernetes}`,
    'pod-security.kubernetes.io/warn': 'restricted',
    'pod-security.kubernetes.io/warn-version': `v${kubernetes}`,
  };
}

/** A namespace of the platform, also where it serves one team: pod security enforced, and closed to everything but the API server's calls. */
export class PlatformNamespace extends Construct {
  /** Name of the namespace. */
  public readonly name: string;

  public constructor(scope: Construct, id: string, props: PlatformNamespaceProps) {
    super(scope, id);
    this.name = props.name;
    const level = props.level ?? 'restricted';
    if (level !== 'restricted' && props.because === undefined)
      throw new Error(`bug: namespace ${props.name} is ${level} without a reason`);

    const namespace = new Namespace(this, 'namespace', {
      metadata: {
        name: props.name,
        labels: podSecurityLabels(level, props.kubernetes),
        annotations: props.because === undefined ? undefined : { 'plinth.dev/pod-security-reason': props.because },
      },
    });
    // A namespace with this label is the team's: the queue holds its pods back, and rules for teams bind them.
    if (WaveChart.around(this)?.team !== undefined)
      namespace.addJsonPatch(JsonPatch.remove(`/metadata/labels/${LABELS.team.replaceAll('/', '~1')}`));
    new NetworkPolicy(this, 'default-deny', {
      metadata: { name: 'default-deny', namespace: props.name },
      spec: { podSelector: {}, policyTypes: ['Ingress'] },
    });
    new NetworkPolicy(this, 'allow-webhooks', {
      metadata: { name: 'allow-webhooks', namespace: props.name },
      spec: {
        podSelector: {},
        policyTypes: ['Ingress'],
        ingress: [{ ports: WEBHOOK_PORTS.map((port) => ({ protocol: 'TCP', port })) }],
      },
    });
  }
}

/**
 * Ports at which webhooks of the API server listen in their pods; its own address is not a pod's, so only the port can be
 * named. Not 443: that is the port of their Services, and the one that teams may use towards the API server.
 */
const WEBHOOK_PORTS = [8443, 9443, 10250];
