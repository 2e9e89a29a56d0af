import type { PodSecurityContext, SecurityContext } from '../imports/kubernetes.gen.ts';

/** What the restricted Pod Security level asks of a pod, which runs as this user and group, and owns its volumes as it. */
export function restrictedPod(user: number): PodSecurityContext {
  return {
    runAsNonRoot: true,
    runAsUser: user,
    runAsGroup: user,
    fsGroup: user,
    fsGroupChangePolicy: 'OnRootMismatch',
    seccompProfile: { type: 'RuntimeDefault' },
  };
}

/** What the restricted Pod Security level asks of each container. */
export const RESTRICTED_CONTAINER: SecurityContext = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
};

/** The same of a container that writes into its volumes alone. */
export const READ_ONLY_CONTAINER: SecurityContext = { ...RESTRICTED_CONTAINER, readOnlyRootFilesystem: true };

/** Volumes that the restricted level allows; any other type would be mounted by the machine, past every network rule. */
export const RESTRICTED_VOLUMES: readonly string[] = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'image',
  'persistentVolumeClaim',
  'projected',
  'secret',
];
