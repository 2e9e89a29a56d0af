import type { PodSecurityContext, SecurityContext } from '../imports/kubernetes.gen.ts';

/** User and group that training containers run as; the images of MPI jobs have it as `mpiuser`. */
const USER = 1_000;

/** What the restricted Pod Security level asks of a pod. Images that would run as root run as user 1000 instead. */
export const RESTRICTED_POD: PodSecurityContext = {
  runAsNonRoot: true,
  runAsUser: USER,
  runAsGroup: USER,
  fsGroup: USER,
  fsGroupChangePolicy: 'OnRootMismatch',
  seccompProfile: { type: 'RuntimeDefault' },
};

/** What the restricted Pod Security level asks of each container. */
export const RESTRICTED_CONTAINER: SecurityContext = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
};

/** The same, and locked memory, which RDMA needs; only the namespace `<team>-fabric` takes such a container. */
export const FABRIC_CONTAINER: SecurityContext = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'], add: ['IPC_LOCK'] },
};
