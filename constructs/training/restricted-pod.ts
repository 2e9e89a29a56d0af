import { RESTRICTED_CONTAINER, restrictedPod } from '../core/index.ts';
import type { PodSecurityContext, SecurityContext } from '../imports/kubernetes.gen.ts';

/** User and group that training containers run as; the images of MPI jobs have it as `mpiuser`. */
const USER = 1_000;

/** What the restricted Pod Security level asks of a pod. Images that would run as root run as user 1000 instead. */
export const RESTRICTED_POD: PodSecurityContext = restrictedPod(USER);

/** A restricted container that may lock memory, which RDMA needs; only the namespace `<team>-fabric` takes such a container. */
export const FABRIC_CONTAINER: SecurityContext = {
  ...RESTRICTED_CONTAINER,
  capabilities: { drop: ['ALL'], add: ['IPC_LOCK'] },
};
