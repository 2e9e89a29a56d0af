import type { CheckedLevel, CheckRevision, PodSecurityCheck, PodViolation } from './check.ts';
import { appArmor } from './checks/app-armor.ts';
import { capabilitiesBaseline } from './checks/capabilities-baseline.ts';
import { capabilitiesRestricted } from './checks/capabilities-restricted.ts';
import { hostNamespaces } from './checks/host-namespaces.ts';
import { hostPathVolumes } from './checks/host-path-volumes.ts';
import { hostPorts } from './checks/host-ports.ts';
import { hostProbes } from './checks/host-probes.ts';
import { privilegeEscalation } from './checks/privilege-escalation.ts';
import { privileged } from './checks/privileged.ts';
import { procMount, procMountRestricted } from './checks/proc-mount.ts';
import { restrictedVolumes } from './checks/restricted-volumes.ts';
import { runAsNonRoot } from './checks/run-as-non-root.ts';
import { runAsUser } from './checks/run-as-user.ts';
import { seLinux } from './checks/se-linux.ts';
import { seccompBaseline } from './checks/seccomp-baseline.ts';
import { seccompRestricted } from './checks/seccomp-restricted.ts';
import { sysctls } from './checks/sysctls.ts';
import { windowsHostProcess } from './checks/windows-host-process.ts';
import type { Pod } from './pod.ts';

/** Every check of the Pod Security Standards, those of the baseline first. */
export const POD_SECURITY_CHECKS: readonly PodSecurityCheck[] = [
  appArmor,
  capabilitiesBaseline,
  hostNamespaces,
  hostPathVolumes,
  hostPorts,
  hostProbes,
  privileged,
  procMount,
  seLinux,
  seccompBaseline,
  sysctls,
  windowsHostProcess,
  privilegeEscalation,
  capabilitiesRestricted,
  procMountRestricted,
  restrictedVolumes,
  runAsNonRoot,
  runAsUser,
  seccompRestricted,
];

/** A form of the standards. */
export interface PodSecurityVersion {
  /** Which level. */
  readonly level: 'privileged' | CheckedLevel;
  /** Minor of Kubernetes, such as `1.36` or `v1.36`; `latest` is the newest that is known. */
  readonly version: string;
}

/** A violation and the check that says so. */
export interface PodFinding extends PodViolation {
  /** Name of the check. */
  readonly check: string;
}

/** Everything that a pod does against a level of the Pod Security Standards; the empty list is the good answer. Pure. */
export function podSecurity(pod: Pod, asked: PodSecurityVersion): PodFinding[] {
  return inForce(asked).flatMap(({ id, revision }) =>
    revision.violations(pod).map((violation) => ({ check: id, ...violation })),
  );
}

/** The checks of a level in the form that a minor has. */
export function inForce({ level, version }: PodSecurityVersion): { id: string; revision: CheckRevision }[] {
  if (level === 'privileged') return [];
  const minor = minorOf(version);
  const known = POD_SECURITY_CHECKS.filter((check) => level === 'restricted' || check.level === 'baseline').flatMap(
    ({ id, revisions }) => {
      const revision = revisions.findLast(({ since }) => since <= minor);
      return revision === undefined ? [] : [{ id, revision }];
    },
  );
  const replaced = new Set(known.flatMap(({ revision }) => revision.insteadOf ?? []));
  return known.filter(({ id }) => !replaced.has(id));
}

function minorOf(version: string): number {
  if (version === 'latest') return Number.POSITIVE_INFINITY;
  const minor = /^v?1\.(\d+)$/.exec(version)?.[1];
  if (minor === undefined) throw new Error(`bug: "${version}" is no minor of Kubernetes`);
  return Number(minor);
}
