import { rightRule } from './right-rule.ts';

/** No role opens a shell in pods of every namespace. */
export const rightExec = rightRule(
  {
    id: 'SECURITY_RIGHT_EXEC',
    weight: 4,
    title: 'No role opens a shell in pods of every namespace.',
    why: 'a shell in a pod has the secrets and the network of that pod',
  },
  { groups: [''], resources: ['pods/exec', 'pods/attach'], verbs: ['create', 'get'], scope: 'cluster' },
);
