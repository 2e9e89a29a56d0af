import { rightRule } from './right-rule.ts';

/** No role makes tokens of service accounts. */
export const rightTokens = rightRule(
  {
    id: 'SECURITY_RIGHT_TOKENS',
    weight: 5,
    title: 'No role makes tokens of service accounts.',
    why: 'a token is the service account itself',
  },
  { groups: [''], resources: ['serviceaccounts/token'], verbs: ['create'], scope: 'any' },
);
