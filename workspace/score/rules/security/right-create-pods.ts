import { rightRule } from './right-rule.ts';

/** No role creates pods in every namespace. */
export const rightCreatePods = rightRule(
  {
    id: 'SECURITY_RIGHT_CREATE_PODS',
    weight: 5,
    title: 'No role creates pods in every namespace.',
    why: 'who creates pods anywhere runs as any service account',
  },
  { groups: [''], resources: ['pods'], verbs: ['create'], scope: 'cluster' },
);
