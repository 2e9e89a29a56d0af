/** Requests that say nothing about who changed what: reading, and what controllers write all the time about themselves. */
const QUIET = [
  { level: 'None', verbs: ['get', 'list', 'watch'] },
  { level: 'None', resources: [{ group: '', resources: ['events'] }, { group: 'events.k8s.io' }] },
  { level: 'None', resources: [{ group: 'coordination.k8s.io', resources: ['leases'] }] },
] as const;

/** Policy of the API server's audit: who changed what and whether it was allowed, without the contents, which may be secret. */
export const AUDIT_POLICY = {
  apiVersion: 'audit.k8s.io/v1',
  kind: 'Policy',
  omitStages: ['RequestReceived', 'ResponseStarted'],
  rules: [...QUIET, { level: 'Metadata' }],
};
