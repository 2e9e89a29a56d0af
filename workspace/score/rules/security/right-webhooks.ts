import { rightRule } from './right-rule.ts';

/** No role changes admission webhooks. */
export const rightWebhooks = rightRule(
  {
    id: 'SECURITY_RIGHT_WEBHOOKS',
    weight: 5,
    title: 'No role changes admission webhooks.',
    why: 'a webhook sees and changes every object of the cluster',
  },
  {
    groups: ['admissionregistration.k8s.io'],
    resources: ['mutatingwebhookconfigurations', 'validatingwebhookconfigurations'],
    verbs: ['create', 'update', 'patch'],
    scope: 'any',
  },
);
