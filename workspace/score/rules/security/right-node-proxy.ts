import { rightRule } from './right-rule.ts';

/** No role talks to the kubelet through the API server. */
export const rightNodeProxy = rightRule(
  {
    id: 'SECURITY_RIGHT_NODE_PROXY',
    weight: 6,
    title: 'No role talks to the kubelet through the API server.',
    why: 'the kubelet runs commands in every pod of its machine, past admission and audit',
  },
  { groups: [''], resources: ['nodes/proxy'], verbs: ['get', 'create'], scope: 'any' },
);
