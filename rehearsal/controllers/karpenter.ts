import type { KubernetesObject } from '../kubernetes-object.ts';
import { kwokInstanceTypes, type NodeShape } from '../node-shape.ts';
import type { ControllerDefinition, ManagerIdentity } from './controller.ts';

/** File with what can be bought, inside the controller's folder. */
const INSTANCE_TYPES_FILE = 'instance-types.json';

/** API group of the node class of Karpenter's KWOK provider. */
export const KWOK_GROUP = 'karpenter.kwok.sh';

/** Name of the one node class of a rehearsal. */
export const KWOK_NODE_CLASS = 'rehearsal';

/**
 * Karpenter: nodes bought when pods wait, given back when they are empty.
 *
 * The real controller with the provider for KWOK in the place of a cloud's: same decisions, simulated machines.
 *
 * @param shapes - what can be bought.
 */
export function karpenter(shapes: readonly NodeShape[]): ControllerDefinition {
  return {
    engine: 'karpenter',
    apps: ['karpenter'],
    authority: { name: 'karpenter-ca', keys: 'ec' },
    run: ({ deployment, ports, folder }) => ({
      args: deployment.args,
      env: {
        METRICS_PORT: String(ports.metrics),
        HEALTH_PROBE_PORT: String(ports.health),
        DISABLE_LEADER_ELECTION: 'true',
        SYSTEM_NAMESPACE: deployment.namespace,
        INSTANCE_TYPES_FILE_PATH: `${folder}/${INSTANCE_TYPES_FILE}`,
      },
      files: { [INSTANCE_TYPES_FILE]: kwokInstanceTypes(shapes) },
      objects: [nodeClassDefinition(), nodeClass(), ...providerRole(deployment)],
      changes: [
        'runs as a process: own ports, no leader election',
        `buys simulated nodes of ${shapes.length} instance types through the KWOK provider`,
      ],
    }),
  };
}

function nodeClass(): KubernetesObject {
  return { apiVersion: `${KWOK_GROUP}/v1alpha1`, kind: 'KWOKNodeClass', metadata: { name: KWOK_NODE_CLASS }, spec: {} };
}

/** The provider's one kind, as open as it can be: nothing but the provider reads it. */
function nodeClassDefinition(): KubernetesObject {
  const open = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
  const ready = {
    type: 'Ready',
    status: 'True',
    reason: 'Ready',
    message: '',
    lastTransitionTime: '2026-01-01T00:00:00Z',
  };
  const schema = { type: 'object', properties: { spec: open, status: { ...open, default: { conditions: [ready] } } } };
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `kwoknodeclasses.${KWOK_GROUP}` },
    spec: {
      group: KWOK_GROUP,
      scope: 'Cluster',
      names: { kind: 'KWOKNodeClass', plural: 'kwoknodeclasses', singular: 'kwoknodeclass' },
      versions: [
        {
          name: 'v1alpha1',
          served: true,
          storage: true,
          subresources: { status: {} },
          schema: { openAPIV3Schema: schema },
        },
      ],
    },
  };
}

/** What the KWOK provider does itself and a cloud's provider leaves to the cloud: making Node objects. */
function providerRole({ namespace, serviceAccount }: ManagerIdentity): KubernetesObject[] {
  const rbac = 'rbac.authorization.k8s.io';
  const name = 'rehearsal-karpenter-kwok';
  const everything = ['create', 'delete', 'get', 'list', 'patch', 'update', 'watch'];
  return [
    {
      apiVersion: `${rbac}/v1`,
      kind: 'ClusterRole',
      metadata: { name },
      rules: [
        { apiGroups: [KWOK_GROUP], resources: ['*'], verbs: everything },
        { apiGroups: [''], resources: ['nodes', 'nodes/status'], verbs: everything },
      ],
    },
    {
      apiVersion: `${rbac}/v1`,
      kind: 'ClusterRoleBinding',
      metadata: { name },
      roleRef: { apiGroup: rbac, kind: 'ClusterRole', name },
      subjects: [{ kind: 'ServiceAccount', name: serviceAccount, namespace }],
    },
  ];
}
