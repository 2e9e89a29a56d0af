import { Construct } from 'constructs';
import { BUDGET_STORE } from '../../spec/budget-store.ts';
import type { AccessGateway } from '../access/index.ts';
import { namespaceNamed } from '../core/index.ts';
import { NetworkPolicy, type NetworkPolicyPeer } from '../imports/kubernetes.gen.ts';

/** Labels that Envoy Gateway gives to the pods of its rate limit service. */
const COUNTER = { 'app.kubernetes.io/name': 'envoy-ratelimit', 'app.kubernetes.io/component': 'ratelimit' };
/** Port at which it is asked by the proxies, and port at which its controller tells it the limits. */
const PORTS = { asked: 8_081, limits: 18_001 } as const;

/** The ways of a token budget: proxies ask the rate limit service, which has its limits from the controller and counts in the store. */
export class BudgetPaths extends Construct {
  public constructor(scope: Construct, id: string, { proxyLabels, proxyNamespace }: AccessGateway) {
    super(scope, id);
    const proxies = { podSelector: { matchLabels: proxyLabels } };
    const counter = { podSelector: { matchLabels: COUNTER } };
    const into = (name: string, namespace: string, pods: Labels, from: NetworkPolicyPeer, port: number) =>
      new NetworkPolicy(this, name, {
        metadata: { name, namespace },
        spec: {
          podSelector: { matchLabels: pods },
          policyTypes: ['Ingress'],
          ingress: [{ from: [from], ports: [{ protocol: 'TCP', port }] }],
        },
      });
    into('allow-budget-questions', proxyNamespace, COUNTER, proxies, PORTS.asked);
    into('allow-budget-limits', proxyNamespace, { 'control-plane': 'envoy-gateway' }, counter, PORTS.limits);
    const { name, namespace, port } = BUDGET_STORE;
    into(
      `allow-${name}`,
      namespace,
      { 'app.kubernetes.io/name': name },
      { namespaceSelector: namespaceNamed(proxyNamespace), ...counter },
      port,
    );
    // The proxies reach nothing that is not opened to them; the rate limit service itself is not held back.
    new NetworkPolicy(this, 'to-budgets', {
      metadata: { name: 'to-budgets', namespace: proxyNamespace },
      spec: {
        ...proxies,
        policyTypes: ['Egress'],
        egress: [{ to: [counter], ports: [{ protocol: 'TCP', port: PORTS.asked }] }],
      },
    });
  }
}

type Labels = Readonly<Record<string, string>>;
