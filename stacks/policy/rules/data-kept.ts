import { DATA_TYPES } from '../../costly-types.ts';
import type { PolicyRule } from '../rule.ts';

/** Data cannot be made again, and neither can the key that it is encrypted with. */
export const dataKept: PolicyRule = {
  name: 'data-kept',
  description: 'Buckets, file systems, databases and keys are protected, and are not emptied when they are deleted.',
  enforcement: 'mandatory',
  examine: ({ opts, props, type }) => {
    if (!DATA_TYPES.has(type)) return [];
    return [
      ...(opts.protect === true ? [] : ['it holds what cannot be made again: set `protect`']),
      ...(props['forceDestroy'] === true ? ['it is emptied when it is deleted: leave `forceDestroy` out'] : []),
      ...(props['skipFinalSnapshot'] === true
        ? ['it goes without a last snapshot: leave `skipFinalSnapshot` out']
        : []),
    ];
  },
};
