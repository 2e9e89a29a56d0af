import { expect, test } from 'vitest';
import type { KubernetesObject } from '../../../constructs/core/index.ts';
import { differences } from '../../../workspace/difference/index.ts';

function object(apiVersion: string, kind: string, rest: object = {}): KubernetesObject {
  return { apiVersion, kind, metadata: { name: 'x' }, ...rest };
}

/** Sentences about what can do harm, of objects and of their fields. */
function dangers(before: readonly KubernetesObject[], after: readonly KubernetesObject[]): string[] {
  return differences(before, after).flatMap(({ danger, fields }) =>
    [danger, ...fields.map((field) => field.danger)].filter((each) => each !== undefined),
  );
}

test.each([
  ['v1', 'Namespace', 'everything in the namespace is deleted'],
  ['v1', 'PersistentVolumeClaim', 'data on the volume'],
  ['v1', 'PersistentVolume', 'data on it'],
  ['v1', 'Secret', 'may exist nowhere else'],
  ['v1', 'ResourceQuota', 'no upper bound'],
  ['apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'every object of this kind is deleted'],
  ['storage.k8s.io/v1', 'StorageClass', 'never bound again'],
  ['admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicy', 'accepted from now on'],
  ['admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicyBinding', 'accepted from now on'],
  ['kueue.x-k8s.io/v1beta2', 'ClusterQueue', 'never admitted'],
  ['kueue.x-k8s.io/v1beta2', 'LocalQueue', 'never admitted'],
  ['kueue.x-k8s.io/v1beta2', 'ResourceFlavor', 'no job gets quota'],
])('removing %s %s is dangerous, adding it is not', (apiVersion, kind, words) => {
  expect(dangers([object(apiVersion, kind)], [])).toEqual([expect.stringContaining(words)]);
  expect(dangers([], [object(apiVersion, kind)])).toEqual([]);
});

test.each([
  ['apps/v1', 'Deployment'],
  ['v1', 'ConfigMap'],
  ['example.org/v1', 'Namespace'],
  ['v1', 'toString'],
])('removing %s %s is not', (apiVersion, kind) => {
  expect(dangers([object(apiVersion, kind)], [])).toEqual([]);
});

test('what goes with its namespace is not marked a second time', () => {
  const space = { ...object('v1', 'Namespace'), metadata: { name: 'vision' } };
  const claim = { ...object('v1', 'PersistentVolumeClaim'), metadata: { name: 'x', namespace: 'vision' } };
  expect(dangers([space, claim], [])).toHaveLength(1);
  expect(dangers([space, claim], [space])).toHaveLength(1);
});

test('removing a network policy is dangerous where it closed something', () => {
  const policy = (spec: object) => object('networking.k8s.io/v1', 'NetworkPolicy', { spec });
  expect(dangers([policy({ podSelector: {}, policyTypes: ['Egress'] })], [])).toHaveLength(1);
  expect(dangers([policy({ podSelector: {} })], [])).toHaveLength(1);
  expect(dangers([policy({ podSelector: {}, policyTypes: ['Egress'], egress: [{}] })], [])).toEqual([]);
});

const REFUSED = ['the API server refuses this change: the object has to be deleted and made anew'];

test.each<[string, string, object, object]>([
  ['apps/v1', 'Deployment', { spec: { selector: { a: '1' } } }, { spec: { selector: { a: '2' } } }],
  ['apps/v1', 'DaemonSet', { spec: { selector: { a: '1' } } }, { spec: { selector: {} } }],
  ['apps/v1', 'StatefulSet', { spec: { volumeClaimTemplates: [] } }, { spec: { volumeClaimTemplates: [{}] } }],
  ['apps/v1', 'StatefulSet', { spec: { serviceName: 'a' } }, { spec: { serviceName: 'b' } }],
  ['batch/v1', 'Job', { spec: { template: { a: 1 } } }, { spec: { template: { a: 2 } } }],
  ['v1', 'PersistentVolumeClaim', { spec: { storageClassName: 'a' } }, { spec: { storageClassName: 'b' } }],
  ['storage.k8s.io/v1', 'StorageClass', { provisioner: 'a' }, { provisioner: 'b' }],
  ['v1', 'Service', { spec: { clusterIP: 'None' } }, { spec: {} }],
  ['v1', 'ConfigMap', { immutable: true, data: { a: '1' } }, { immutable: true, data: { a: '2' } }],
  ['v1', 'Secret', { immutable: true, data: { a: '1' } }, { immutable: true, data: { a: '2' } }],
  ['rbac.authorization.k8s.io/v1', 'RoleBinding', { roleRef: { name: 'a' } }, { roleRef: { name: 'b' } }],
  ['scheduling.k8s.io/v1', 'PriorityClass', { value: 1 }, { value: 2 }],
  ['node.k8s.io/v1', 'RuntimeClass', { handler: 'runc' }, { handler: 'runsc' }],
  [
    'apiextensions.k8s.io/v1',
    'CustomResourceDefinition',
    { spec: { scope: 'Cluster' } },
    { spec: { scope: 'Namespaced' } },
  ],
  ['kueue.x-k8s.io/v1beta2', 'LocalQueue', { spec: { clusterQueue: 'a' } }, { spec: { clusterQueue: 'b' } }],
  ['kueue.x-k8s.io/v1beta2', 'Topology', { spec: { levels: [] } }, { spec: { levels: [{ nodeLabel: 'a' }] } }],
  [
    'kueue.x-k8s.io/v1beta2',
    'ResourceFlavor',
    { spec: { topologyName: 't', nodeLabels: { a: '1' } } },
    { spec: { topologyName: 't', nodeLabels: { a: '2' } } },
  ],
  ['jobset.x-k8s.io/v1alpha2', 'JobSet', { spec: { replicatedJobs: [] } }, { spec: { replicatedJobs: [{}] } }],
])('%s %s: what cannot be changed is told before it is tried', (apiVersion, kind, before, after) => {
  expect(dangers([object(apiVersion, kind, before)], [object(apiVersion, kind, after)])).toEqual(REFUSED);
});

test.each<[string, string, object, object]>([
  ['apps/v1', 'Deployment', { spec: { replicas: 1 } }, { spec: { replicas: 2 } }],
  [
    'apps/v1',
    'StatefulSet',
    { spec: { template: { a: 1 }, replicas: 1 } },
    { spec: { template: { a: 2 }, replicas: 2 } },
  ],
  ['batch/v1', 'Job', { spec: { suspend: true } }, { spec: { suspend: false } }],
  ['v1', 'PersistentVolumeClaim', claimOf('1Gi'), claimOf('1025Mi')],
  ['v1', 'ConfigMap', { data: { a: '1' } }, { data: { a: '2' } }],
  ['kueue.x-k8s.io/v1beta2', 'ResourceFlavor', { spec: { nodeLabels: { a: '1' } } }, { spec: { nodeLabels: {} } }],
  ['kueue.x-k8s.io/v1beta2', 'ClusterQueue', queueOf('a'), queueOf('a', 'b')],
  ['apiextensions.k8s.io/v1', 'CustomResourceDefinition', versionsOf('v1'), versionsOf('v1', 'v2')],
])('%s %s: what may be changed is not marked', (apiVersion, kind, before, after) => {
  expect(differences([object(apiVersion, kind, before)], [object(apiVersion, kind, after)])).toHaveLength(1);
  expect(dangers([object(apiVersion, kind, before)], [object(apiVersion, kind, after)])).toEqual([]);
});

test.each<[string, string, object, object, string]>([
  ['v1', 'PersistentVolumeClaim', claimOf('1Gi'), claimOf('1023Mi'), 'a volume never shrinks'],
  ['kueue.x-k8s.io/v1beta2', 'ClusterQueue', queueOf('a', 'b'), queueOf('a'), 'no longer admitted to this pool'],
  ['kueue.x-k8s.io/v1beta2', 'ClusterQueue', queueOf('a'), { spec: {} }, 'no longer admitted to this pool'],
  [
    'apiextensions.k8s.io/v1',
    'CustomResourceDefinition',
    versionsOf('v1', 'v2'),
    versionsOf('v2'),
    'stored in this version',
  ],
  ['v1', 'Namespace', levelOf('restricted'), levelOf('privileged'), 'what pods in the namespace may do'],
])('%s %s: what does harm is told', (apiVersion, kind, before, after, words) => {
  const found = dangers([object(apiVersion, kind, before)], [object(apiVersion, kind, after)]);
  expect(found).toEqual([expect.stringContaining(words)]);
});

function claimOf(storage: string) {
  return { spec: { resources: { requests: { storage } } } };
}

function queueOf(...names: string[]) {
  return { spec: { resourceGroups: [{ flavors: names.map((name) => ({ name })) }] } };
}

function versionsOf(...names: string[]) {
  return { spec: { versions: names.map((name) => ({ name })) } };
}

function levelOf(level: string) {
  return { metadata: { name: 'x', labels: { 'pod-security.kubernetes.io/enforce': level } } };
}
