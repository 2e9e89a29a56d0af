import type { Container, PodSpec, SecurityContext, Volume } from '../../../constructs/imports/kubernetes.gen.ts';

/** Kinds of volume that the restricted level takes. */
const VOLUMES = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'persistentVolumeClaim',
  'projected',
  'secret',
];

/**
 * What of a pod the restricted Pod Security level refuses, in the words of its checks; empty: it takes the pod.
 *
 * Covers the checks that training pods could fail: namespaces and ports of the host, privilege, capabilities, volumes,
 * users, seccomp.
 */
export function restrictedFaults(pod: PodSpec): string[] {
  const containers = [...pod.containers, ...(pod.initContainers ?? [])];
  return [
    ...(pod.hostNetwork || pod.hostPID || pod.hostIPC ? ['host namespaces'] : []),
    ...(pod.volumes ?? []).filter((volume) => !knownVolume(volume)).map(({ name }) => `volume ${name}`),
    ...containers.flatMap((container) => faultsOf(container, pod.securityContext ?? {})),
  ];
}

function faultsOf({ name, ports, securityContext: own = {} }: Container, pod: SecurityContext): string[] {
  const { add = [], drop = [] } = own.capabilities ?? {};
  const seccomp = own.seccompProfile ?? pod.seccompProfile;
  const faults = {
    privileged: own.privileged === true,
    allowPrivilegeEscalation: own.allowPrivilegeEscalation !== false,
    'capabilities.drop': !drop.includes('ALL'),
    'capabilities.add': add.some((capability) => capability !== 'NET_BIND_SERVICE'),
    runAsNonRoot: (own.runAsNonRoot ?? pod.runAsNonRoot) !== true,
    runAsUser: (own.runAsUser ?? pod.runAsUser ?? 1) === 0,
    seccompProfile: seccomp?.type !== 'RuntimeDefault' && seccomp?.type !== 'Localhost',
    hostPort: (ports ?? []).some(({ hostPort }) => (hostPort ?? 0) !== 0),
    procMount: own.procMount !== undefined && own.procMount !== 'Default',
  };
  return Object.entries(faults).flatMap(([fault, found]) => (found ? [`${name}: ${fault}`] : []));
}

function knownVolume(volume: Volume): boolean {
  return Object.keys(volume).every((key) => key === 'name' || VOLUMES.includes(key));
}
