import { Construct } from 'constructs';
import { components } from '../../catalog/index.ts';
import { BUDGET_STORE } from '../../spec/budget-store.ts';
import { READ_ONLY_CONTAINER } from '../core/index.ts';
import { Deployment, Service } from '../imports/kubernetes.gen.ts';
import { RESTRICTED_POD } from '../training/index.ts';

/**
 * The counters of token budgets: one small Valkey without a disk.
 *
 * They are those of the running minute. While it is away budgets do not hold: requests are answered and not counted.
 */
export class BudgetStore extends Construct {
  public constructor(scope: Construct, id: string) {
    super(scope, id);
    const { name, namespace, port } = BUDGET_STORE;
    const labels = { 'app.kubernetes.io/name': name };
    const metadata = { name, namespace, labels };
    new Deployment(this, 'store', {
      metadata,
      spec: {
        replicas: 1,
        strategy: { type: 'Recreate' },
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: {
            automountServiceAccountToken: false,
            enableServiceLinks: false,
            securityContext: RESTRICTED_POD,
            containers: [container(port)],
          },
        },
      },
    });
    new Service(this, 'service', {
      metadata,
      spec: { selector: labels, ports: [{ name: 'redis', port, protocol: 'TCP' }] },
    });
  }
}

function container(port: number) {
  return {
    name: 'valkey',
    image: components.valkey.images[0],
    args: [
      '--port',
      `${port}`,
      '--save',
      '',
      '--appendonly',
      'no',
      '--maxmemory',
      '64mb',
      '--maxmemory-policy',
      'allkeys-lru',
    ],
    ports: [{ name: 'redis', containerPort: port, protocol: 'TCP' as const }],
    resources: { requests: { cpu: '50m', memory: '96Mi' }, limits: { memory: '128Mi' } },
    securityContext: READ_ONLY_CONTAINER,
    readinessProbe: { tcpSocket: { port }, periodSeconds: 5 },
    livenessProbe: { tcpSocket: { port }, periodSeconds: 20, failureThreshold: 3 },
  };
}
