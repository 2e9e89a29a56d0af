import type { PodSecurityCheck, PodViolation } from '../check.ts';
import { type Container, containersOf, type Probe } from '../pod.ts';

/** Probes and hooks of a container ask the container itself, not another host in the name of the machine. */
export const hostProbes: PodSecurityCheck = {
  id: 'hostProbesAndHostLifecycle',
  level: 'baseline',
  revisions: [
    {
      since: 34,
      violations: (pod) =>
        containersOf(pod).flatMap(({ at, container }) =>
          probesOf(container).flatMap(([name, probe]) => otherHosts(`${at}.${name}`, probe)),
        ),
    },
  ],
};

function probesOf(container: Container): [name: string, probe: Probe][] {
  const all = {
    livenessProbe: container.livenessProbe,
    readinessProbe: container.readinessProbe,
    startupProbe: container.startupProbe,
    'lifecycle.postStart': container.lifecycle?.postStart,
    'lifecycle.preStop': container.lifecycle?.preStop,
  };
  return Object.entries(all).flatMap(([name, probe]): [string, Probe][] => (probe == null ? [] : [[name, probe]]));
}

function otherHosts(at: string, probe: Probe): PodViolation[] {
  return (['httpGet', 'tcpSocket'] as const).flatMap((action) => {
    const host = probe[action]?.host ?? '';
    return host === '' ? [] : [{ field: `${at}.${action}.host`, problem: `the machine would be made to call ${host}` }];
  });
}
