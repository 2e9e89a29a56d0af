import { rightRule } from './right-rule.ts';

/** No role creates persistent volumes. */
export const rightVolumes = rightRule(
  {
    id: 'SECURITY_RIGHT_VOLUMES',
    weight: 4,
    title: 'No role creates persistent volumes.',
    why: 'a volume may be a folder of the machine',
  },
  { groups: [''], resources: ['persistentvolumes'], verbs: ['create'], scope: 'any' },
);
