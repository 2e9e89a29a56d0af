import { rightRule } from './right-rule.ts';

/** No role can bind, impersonate or escalate. */
export const rightEscalate = rightRule(
  {
    id: 'SECURITY_RIGHT_ESCALATE',
    weight: 8,
    title: 'No role can bind, impersonate or escalate.',
    why: 'whoever can do so gives himself every other right',
  },
  {
    groups: ['rbac.authorization.k8s.io', ''],
    resources: ['roles', 'clusterroles', 'users', 'groups', 'serviceaccounts'],
    verbs: ['bind', 'escalate', 'impersonate'],
    scope: 'any',
  },
);
