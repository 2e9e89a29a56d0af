import { Construct } from 'constructs';
import { namespaceNamed } from '../core/index.ts';
import { NetworkPolicy } from '../imports/kubernetes.gen.ts';
import { SWEEP_LABEL } from './katib-patches.ts';
import type { ControllerPathProps } from './ray-status-path.ts';

/** Port on which Katib's database manager and its search algorithms listen. */
export const KATIB_PORT = 6_789;

const PORTS = [{ protocol: 'TCP', port: KATIB_PORT }] as const;

/** Katib asks a team's search algorithm for the next values, and the team's trials report what they measured. */
export class SweepPaths extends Construct {
  public constructor(scope: Construct, id: string, { controllers, namespace }: ControllerPathProps) {
    super(scope, id);
    const katib = (component: string) => ({
      namespaceSelector: namespaceNamed(controllers),
      podSelector: { matchLabels: { 'katib.kubeflow.org/component': component } },
    });
    new NetworkPolicy(this, 'ask', {
      metadata: { name: 'allow-katib', namespace },
      spec: {
        podSelector: { matchExpressions: [{ key: 'katib.kubeflow.org/suggestion', operator: 'Exists' }] },
        policyTypes: ['Ingress'],
        ingress: [{ from: [katib('controller')], ports: PORTS }],
      },
    });
    new NetworkPolicy(this, 'report', {
      metadata: { name: 'allow-sweep-reports', namespace },
      spec: {
        podSelector: { matchExpressions: [{ key: SWEEP_LABEL, operator: 'Exists' }] },
        policyTypes: ['Egress'],
        egress: [{ to: [katib('db-manager')], ports: PORTS }],
      },
    });
  }
}
