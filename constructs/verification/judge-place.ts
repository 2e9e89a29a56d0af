import { Construct } from 'constructs';
import type { NetworkFacts } from '../../spec/facts.ts';
import { namespaceNamed, PlatformNamespace } from '../core/index.ts';
import { NetworkPolicy } from '../imports/kubernetes.gen.ts';
import { MONITORING_NAMESPACE, PROMETHEUS, PROMETHEUS_PODS } from '../observability/index.ts';
import { dnsRules } from '../tenancy/index.ts';

/** Namespace of all judges. No team has rights in it: who may read Prometheus reads every team's figures. */
export const JUDGE_NAMESPACE = 'plinth-verification';

/** Label of a judge's pod, whatever it judges. */
export const JUDGE_PODS = { 'app.kubernetes.io/name': 'plinth-judge' } as const;

/** Where judges run. */
export interface JudgePlaceProps {
  /** Kubernetes minor of the cluster. */
  readonly kubernetes: string;
  /** Where the cluster's DNS answers. */
  readonly network: NetworkFacts;
}

/** A namespace from which pods reach DNS and Prometheus, and nothing else, and into which nobody gets. */
export class JudgePlace extends Construct {
  public constructor(scope: Construct, id: string, { kubernetes, network }: JudgePlaceProps) {
    super(scope, id);
    const namespace = new PlatformNamespace(this, 'namespace', { name: JUDGE_NAMESPACE, kubernetes }).name;
    const ports = [{ protocol: 'TCP' as const, port: PROMETHEUS.port }];
    const to = [
      { namespaceSelector: namespaceNamed(MONITORING_NAMESPACE), podSelector: { matchLabels: PROMETHEUS_PODS } },
    ];
    new NetworkPolicy(this, 'out', {
      metadata: { name: 'allow-prometheus', namespace },
      spec: { podSelector: {}, policyTypes: ['Egress'], egress: [...dnsRules(network), { to, ports }] },
    });
    const from = [{ namespaceSelector: namespaceNamed(namespace), podSelector: { matchLabels: JUDGE_PODS } }];
    new NetworkPolicy(this, 'in', {
      metadata: { name: 'allow-judges', namespace: MONITORING_NAMESPACE },
      spec: { podSelector: { matchLabels: PROMETHEUS_PODS }, policyTypes: ['Ingress'], ingress: [{ from, ports }] },
    });
  }
}
