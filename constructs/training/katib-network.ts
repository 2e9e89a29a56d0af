import { Construct } from 'constructs';
import { NetworkPolicy } from '../imports/kubernetes.gen.ts';
import { TEAM_LABELS } from '../tenancy/index.ts';
import { SWEEP_LABEL } from './katib-patches.ts';
import { KATIB_PORT } from './sweep-paths.ts';

/** Who may reach what in Katib's namespace, which is closed otherwise. */
export class KatibNetwork extends Construct {
  public constructor(scope: Construct, id: string, { namespace }: { readonly namespace: string }) {
    super(scope, id);
    const part = (component: string) => ({ matchLabels: { 'katib.kubeflow.org/component': component } });
    const trials = {
      namespaceSelector: { matchExpressions: [{ key: TEAM_LABELS.team, operator: 'Exists' as const }] },
      podSelector: { matchExpressions: [{ key: SWEEP_LABEL, operator: 'Exists' as const }] },
    };
    new NetworkPolicy(this, 'manager', {
      metadata: { name: 'allow-measurements', namespace },
      spec: {
        podSelector: part('db-manager'),
        policyTypes: ['Ingress'],
        ingress: [
          {
            from: [{ podSelector: part('controller') }, trials],
            ports: [{ protocol: 'TCP', port: KATIB_PORT }],
          },
        ],
      },
    });
    new NetworkPolicy(this, 'database', {
      metadata: { name: 'allow-database', namespace },
      spec: {
        podSelector: part('mysql'),
        policyTypes: ['Ingress'],
        ingress: [{ from: [{ podSelector: part('db-manager') }], ports: [{ protocol: 'TCP', port: 3_306 }] }],
      },
    });
  }
}
