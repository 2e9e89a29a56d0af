import type { PodSecurityCheck } from '../check.ts';

const FIELDS = ['hostNetwork', 'hostPID', 'hostIPC'] as const;

/** A pod does not share the network, the processes or the messages of its machine. */
export const hostNamespaces: PodSecurityCheck = {
  id: 'hostNamespaces',
  level: 'baseline',
  revisions: [
    {
      since: 0,
      violations: ({ spec }) =>
        FIELDS.flatMap((field) =>
          spec[field] === true ? [{ field: `spec.${field}`, problem: 'shares a namespace of the machine' }] : [],
        ),
    },
  ],
};
