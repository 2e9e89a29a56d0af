import { rightRule } from './right-rule.ts';

/** No role reads secrets in every namespace. */
export const rightSecrets = rightRule(
  {
    id: 'SECURITY_RIGHT_SECRETS',
    weight: 6,
    title: 'No role reads secrets in every namespace.',
    why: 'who reads the secrets of all namespaces holds all their keys',
  },
  { groups: [''], resources: ['secrets'], verbs: ['get', 'list', 'watch'], scope: 'cluster' },
);
