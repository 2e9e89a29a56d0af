import { describe, expect, test } from 'vitest';
import type { PolicyRule } from '../../../constructs/imports/kubernetes.gen.ts';
import { TEAM_ROLES } from '../../../constructs/tenancy/index.ts';
import { objectOf, objectsOf, samplePlatform } from '../../sample.ts';

interface Role {
  readonly rules: readonly PolicyRule[];
  readonly aggregationRule?: object;
}

const role = (name: string) => objectOf(samplePlatform(), 'ClusterRole', name) as unknown as Role;
const member = role(TEAM_ROLES.member);
const viewer = role(TEAM_ROLES.viewer);

function verbs({ rules }: Role, group: string, resource: string): string[] {
  return rules
    .filter(({ apiGroups = [], resources = [] }) => apiGroups.includes(group) && resources.includes(resource))
    .flatMap((rule) => rule.verbs)
    .sort();
}

const LOOK = ['get', 'list', 'watch'];
const CHANGE = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];

describe('the role of members', () => {
  test.each([
    ['', 'pods'],
    ['', 'secrets'],
    ['batch', 'jobs'],
    ['trainer.kubeflow.org', 'trainjobs'],
    ['ray.io', 'rayclusters'],
  ])('works with %s %s', (group, resource) => {
    expect(verbs(member, group, resource)).toEqual(CHANGE);
  });

  test.each([
    ['networking.k8s.io', 'networkpolicies'],
    ['', 'resourcequotas'],
    ['', 'limitranges'],
    ['', 'serviceaccounts'],
    ['kueue.x-k8s.io', 'localqueues'],
    ['kueue.x-k8s.io', 'workloads'],
  ])('looks at %s %s and does not change them', (group, resource) => {
    expect(verbs(member, group, resource)).toEqual(LOOK);
  });

  test.each([
    ['', 'namespaces'],
    ['', 'serviceaccounts/token'],
    ['', 'pods/ephemeralcontainers'],
    ['', 'pods/binding'],
    ['', 'endpoints'],
    ['apps', 'daemonsets'],
    ['discovery.k8s.io', 'endpointslices'],
    ['gateway.networking.k8s.io', 'gateways'],
    ['gateway.networking.k8s.io', 'httproutes'],
    ['gateway.networking.k8s.io', 'referencegrants'],
    ['networking.k8s.io', 'ingresses'],
    ['rbac.authorization.k8s.io', 'rolebindings'],
    ['rbac.authorization.k8s.io', 'roles'],
    ['resource.k8s.io', 'resourceclaims'],
    ['snapshot.storage.k8s.io', 'volumesnapshots'],
  ])('has nothing to do with %s %s', (group, resource) => {
    expect(verbs(member, group, resource)).toEqual([]);
  });

  test('steps into pods', () => {
    expect(verbs(member, '', 'pods/exec')).toEqual(['create']);
  });
});

describe('the role of viewers', () => {
  test('looks, and neither at secrets nor into pods', () => {
    expect(new Set(viewer.rules.flatMap((rule) => rule.verbs))).toEqual(new Set(LOOK));
    expect(verbs(viewer, '', 'secrets')).toEqual([]);
    expect(verbs(viewer, '', 'pods/exec')).toEqual([]);
    expect(verbs(viewer, '', 'pods/log')).toEqual(LOOK);
  });
});

describe('both roles', () => {
  test('hold no wildcard, no verb that widens rights, and take nothing in from elsewhere', () => {
    for (const { aggregationRule, rules } of [member, viewer]) {
      expect(aggregationRule).toBeUndefined();
      for (const { apiGroups = [], resources = [], verbs: all } of rules) {
        expect([...apiGroups, ...resources, ...all].filter((word) => word.includes('*'))).toEqual([]);
        expect(all.filter((verb) => ['bind', 'escalate', 'impersonate'].includes(verb))).toEqual([]);
      }
    }
  });

  test('are bound in namespaces of teams only', () => {
    const roles: string[] = Object.values(TEAM_ROLES);
    const bindings = ['RoleBinding', 'ClusterRoleBinding']
      .flatMap((kind) => objectsOf(samplePlatform(), kind))
      .filter(({ roleRef }) => roles.includes((roleRef as { name: string }).name));
    expect(bindings.map(({ kind, metadata }) => `${kind} ${metadata.namespace}/${metadata.name}`)).toEqual([
      'RoleBinding speech/members',
      'RoleBinding vision/members',
    ]);
  });
});
