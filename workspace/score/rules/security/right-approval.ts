import { rightRule } from './right-rule.ts';

/** No role approves certificates. */
export const rightApproval = rightRule(
  {
    id: 'SECURITY_RIGHT_APPROVAL',
    weight: 5,
    title: 'No role approves certificates.',
    why: 'a certificate for anybody is the right of anybody',
  },
  {
    groups: ['certificates.k8s.io'],
    resources: ['certificatesigningrequests/approval'],
    verbs: ['update', 'patch'],
    scope: 'any',
  },
);
