import type { KubernetesObject } from '../../constructs/core/index.ts';
import type { Dimension } from '../../constructs/tenancy/index.ts';

/** A change to rendered objects that lets one team reach another. */
export interface SeededHole {
  readonly name: string;
  readonly dimension: Dimension;
  readonly make: (objects: readonly KubernetesObject[], from: string, to: string) => KubernetesObject[];
}

type Fields = Record<string, unknown>;

const RBAC = 'rbac.authorization.k8s.io/v1';

function object(apiVersion: string, kind: string, place: string, fields: Fields = {}): KubernetesObject {
  const [namespace, name = ''] = place.includes('/') ? place.split('/') : [undefined, place];
  return { apiVersion, kind, metadata: { name, namespace }, ...fields };
}

function without(objects: readonly KubernetesObject[], kind: string, name: string, namespace?: string) {
  return objects.filter(
    (each) => each.kind !== kind || each.metadata.name !== name || each.metadata.namespace !== namespace,
  );
}

/** Changes the one object of that name; a seed that hits nothing would prove nothing. */
function changed(objects: readonly KubernetesObject[], kind: string, name: string, fields: Fields): KubernetesObject[] {
  if (!objects.some((each) => each.kind === kind && each.metadata.name === name)) throw new Error(`no ${kind} ${name}`);
  return objects.map((each) => (each.kind === kind && each.metadata.name === name ? { ...each, ...fields } : each));
}

const policy = (place: string, spec: Fields) => object('networking.k8s.io/v1', 'NetworkPolicy', place, { spec });
const letOut = (team: string) => policy(`${team}/seed-out`, { podSelector: {}, policyTypes: ['Egress'], egress: [{}] });
const letIn = (team: string, from: object[]) =>
  policy(`${team}/seed-in`, { podSelector: {}, policyTypes: ['Ingress'], ingress: [{ from }] });
const binding = (place: string, role: string, subject: object) =>
  object(RBAC, place.includes('/') ? 'RoleBinding' : 'ClusterRoleBinding', place, {
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: role },
    subjects: [subject],
  });
const queue = (place: string, clusterQueue: string) =>
  object('kueue.x-k8s.io/v1beta2', 'LocalQueue', place, { spec: { clusterQueue } });
const clusterQueue = (name: string, owner: string, namespaceSelector: object): KubernetesObject => ({
  apiVersion: 'kueue.x-k8s.io/v1beta2',
  kind: 'ClusterQueue',
  metadata: { name, labels: { 'plinth.dev/team': owner } },
  spec: { namespaceSelector },
});
const store = (team: string, uri: string) =>
  object('v1', 'ConfigMap', `${team}/object-store`, { data: { BUCKET: uri.split('/')[2], URI: uri } });
const members = (team: string) => ({ kind: 'Group', name: `oidc:${team}` });
const account = (team: string) => ({ kind: 'ServiceAccount', name: 'team', namespace: team });

/** One hole of each sort that the field knows. */
export const SEEDED_HOLES: readonly SeededHole[] = [
  {
    name: 'policies that were deleted by hand',
    dimension: 'network',
    make: (objects) => objects.filter(({ kind }) => kind !== 'NetworkPolicy'),
  },
  {
    name: 'a namespaceSelector that takes every team',
    dimension: 'network',
    make: (objects, from, to) => [
      ...objects,
      letOut(from),
      letIn(to, [{ namespaceSelector: { matchExpressions: [{ key: 'plinth.dev/team', operator: 'Exists' }] } }]),
    ],
  },
  {
    name: 'a receiver without default deny, and a sender who declared the private network',
    dimension: 'network',
    make: (objects, from, to) => [
      ...objects.filter(({ kind, metadata }) => kind !== 'NetworkPolicy' || metadata.namespace !== to),
      policy(`${from}/seed-out`, {
        podSelector: {},
        policyTypes: ['Egress'],
        egress: [{ to: [{ ipBlock: { cidr: '10.0.0.0/8' } }] }],
      }),
    ],
  },
  {
    name: 'a receiver that lets the namespace of another in by its name',
    dimension: 'network',
    make: (objects, from, to) => {
      const peer = [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': from } } }];
      return [...objects, letOut(from), letIn(to, peer)];
    },
  },
  {
    name: 'a ClusterRoleBinding of the members’ role to a team',
    dimension: 'rights',
    make: (objects, from) => [...objects, binding('seed', 'plinth-team-member', members(from))],
  },
  {
    name: 'a RoleBinding to the people of another team',
    dimension: 'rights',
    make: (objects, from, to) => [...objects, binding(`${to}/seed`, 'plinth-team-viewer', members(from))],
  },
  {
    name: 'a RoleBinding to everybody who is signed in',
    dimension: 'rights',
    make: (objects, _, to) => [
      ...objects,
      binding(`${to}/seed`, 'plinth-team-viewer', { kind: 'Group', name: 'system:authenticated' }),
    ],
  },
  {
    name: 'members who may change the labels of their namespace',
    dimension: 'rights',
    make: (objects) =>
      changed(objects, 'ClusterRole', 'plinth-team-member', {
        rules: [{ apiGroups: [''], resources: ['namespaces'], verbs: ['patch'] }],
      }),
  },
  {
    name: 'a controller’s account in a team’s namespace',
    dimension: 'rights',
    make: (objects, from) => [...objects, binding('seed', 'cluster-admin', account(from))],
  },
  {
    name: 'the account of one team that reads secrets of another',
    dimension: 'secrets',
    make: (objects, from, to) => [...objects, binding(`${to}/seed`, 'plinth-team-member', account(from))],
  },
  {
    name: 'a store of the cluster whose entries members choose',
    dimension: 'secrets',
    make: (objects) => [
      ...changed(objects, 'ClusterRole', 'plinth-team-member', {
        rules: [{ apiGroups: ['external-secrets.io'], resources: ['externalsecrets'], verbs: ['create'] }],
      }),
      object('external-secrets.io/v1', 'ClusterSecretStore', 'seed', { spec: {} }),
    ],
  },
  {
    name: 'one bucket for two teams',
    dimension: 'buckets',
    make: (objects, from, to) => [...objects, store(from, 's3://seed/data'), store(to, 's3://seed/data/of-one')],
  },
  {
    name: 'one cloud identity for two teams',
    dimension: 'buckets',
    make: (objects, from, to) => [
      ...objects,
      ...[from, to].map((team) => {
        const made = object('v1', 'ServiceAccount', `${team}/seed`);
        return { ...made, metadata: { ...made.metadata, annotations: { 'eks.amazonaws.com/role-arn': 'arn:seed' } } };
      }),
    ],
  },
  {
    name: 'a LocalQueue into a queue of another that takes every namespace',
    dimension: 'queues',
    make: (objects, from, to) => [
      ...without(objects, 'ClusterQueue', to),
      clusterQueue(to, to, {}),
      queue(`${from}/seed`, to),
    ],
  },
  {
    name: 'a route to a service of another, granted to everybody',
    dimension: 'routes',
    make: (objects, from, to) => [
      ...objects,
      object('gateway.networking.k8s.io/v1', 'HTTPRoute', `${from}/seed`, {
        spec: { rules: [{ backendRefs: [{ name: 'model', namespace: to }] }] },
      }),
      object('gateway.networking.k8s.io/v1beta1', 'ReferenceGrant', `${to}/seed`, {
        spec: {
          from: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: from }],
          to: [{ group: '', kind: 'Service' }],
        },
      }),
    ],
  },
];
