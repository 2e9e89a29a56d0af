import { Construct } from 'constructs';
import { components } from '../../catalog/index.ts';
import type { TargetFacts } from '../../spec/facts.ts';
import type { FaultCondition } from '../../spec/observability.ts';
import { imageVersion, READ_ONLY_CONTAINER, restrictedPod, spreadOver } from '../core/index.ts';
import {
  ClusterRole,
  ClusterRoleBinding,
  Deployment,
  PodDisruptionBudget,
  Role,
  RoleBinding,
  ServiceAccount,
} from '../imports/kubernetes.gen.ts';
import { NodeReadinessRule } from '../imports/node-readiness-rule.ts';

/** What becomes of nodes with faulty accelerators. */
export interface AcceleratorFaultsProps {
  /** Namespace of the controller. */
  readonly namespace: string;
  /** Conditions by which a fault is known; at least one. */
  readonly conditions: readonly FaultCondition[];
  /** Pools whose nodes are looked at. */
  readonly pools: TargetFacts['pools'];
  /** Version without a leading `v`. @default - the catalogue's */
  readonly version: string | undefined;
}

/** Taint of a node with a faulty accelerator: pods leave it, and none comes that does not tolerate it. */
export const FAULT_TAINT = { key: 'readiness.k8s.io/accelerator-fault', value: 'true', effect: 'NoExecute' } as const;

const NAME = 'node-readiness-controller';
const LABELS = { 'app.kubernetes.io/name': NAME };
const USER = 65_532;

/**
 * Node Readiness Controller, and a rule for each pool: a node that is said to be faulty loses its pods and gets no new ones.
 * What follows is Kueue's: the whole gang goes back into its queue and starts elsewhere.
 */
export class AcceleratorFaults extends Construct {
  public constructor(scope: Construct, id: string, props: AcceleratorFaultsProps) {
    super(scope, id);
    this.#rights(props.namespace);
    this.#controller(props);
    for (const { name, nodeLabels } of props.pools)
      new NodeReadinessRule(this, `rule-${name}`, {
        metadata: { name: `accelerator-fault-${name}` },
        spec: {
          // A node that nobody has said anything about is taken to be well: the agent comes after the node.
          conditions: props.conditions.map(({ healthy, type }) => ({
            type,
            requiredStatus: healthy,
            defaultStatus: healthy,
          })),
          enforcementMode: 'continuous',
          taint: FAULT_TAINT,
          nodeSelector: { matchLabels: nodeLabels },
        },
      });
  }

  #rights(namespace: string): void {
    const name = `plinth-${NAME}`;
    const subjects = [{ kind: 'ServiceAccount', name: NAME, namespace }];
    new ServiceAccount(this, 'account', { metadata: { name: NAME, namespace } });
    const rules = 'readiness.node.x-k8s.io';
    new ClusterRole(this, 'role', {
      metadata: { name },
      rules: [
        { apiGroups: [''], resources: ['nodes'], verbs: ['get', 'list', 'watch', 'patch', 'update'] },
        { apiGroups: [''], resources: ['nodes/status'], verbs: ['get'] },
        { apiGroups: ['', 'events.k8s.io'], resources: ['events'], verbs: ['create', 'patch'] },
        { apiGroups: [rules], resources: ['nodereadinessrules'], verbs: ['get', 'list', 'watch', 'patch', 'update'] },
        {
          apiGroups: [rules],
          resources: ['nodereadinessrules/status', 'nodereadinessrules/finalizers'],
          verbs: ['get', 'patch', 'update'],
        },
      ],
    });
    new ClusterRoleBinding(this, 'binding', {
      metadata: { name },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name },
      subjects,
    });
    new Role(this, 'election', {
      metadata: { name: NAME, namespace },
      rules: [
        {
          apiGroups: ['coordination.k8s.io'],
          resources: ['leases'],
          verbs: ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'],
        },
      ],
    });
    new RoleBinding(this, 'election-binding', {
      metadata: { name: NAME, namespace },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: NAME },
      subjects,
    });
  }

  #controller({ namespace, version }: AcceleratorFaultsProps): void {
    const [image] = components['node-readiness-controller'].images;
    const metadata = { name: NAME, namespace };
    new PodDisruptionBudget(this, 'budget', {
      metadata,
      spec: { minAvailable: 1, selector: { matchLabels: LABELS } },
    });
    new Deployment(this, 'controller', {
      metadata,
      spec: {
        replicas: 2,
        selector: { matchLabels: LABELS },
        template: {
          metadata: { labels: LABELS },
          spec: {
            serviceAccountName: NAME,
            securityContext: restrictedPod(USER),
            topologySpreadConstraints: spreadOver(['zone', 'node'], LABELS),
            containers: [
              {
                name: 'manager',
                image: imageVersion(image, version),
                command: ['/manager'],
                args: ['--leader-elect', '--health-probe-bind-address=:8081', '--metrics-bind-address=0'],
                securityContext: READ_ONLY_CONTAINER,
                resources: { requests: { cpu: '50m', memory: '128Mi' }, limits: { memory: '256Mi' } },
                livenessProbe: { httpGet: { path: '/healthz', port: 8_081 }, periodSeconds: 20 },
                readinessProbe: { httpGet: { path: '/readyz', port: 8_081 }, periodSeconds: 10 },
              },
            ],
          },
        },
      },
    });
  }
}
