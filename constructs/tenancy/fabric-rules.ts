import { podSysctls, RESTRICTED_VOLUMES } from '../core/index.ts';
import type { Validation } from '../imports/kubernetes.gen.ts';
import type { ReceiveDaemon } from './receive-daemon.ts';

/** The lists that containers stand in, each of a type of its own; side-cars are init containers. */
const CONTAINERS = [
  'object.spec.containers',
  'object.spec.?initContainers.orValue([])',
  'object.spec.?ephemeralContainers.orValue([])',
];
/** Which of them is that of init containers. */
const INIT = 1;
const POD = 'object.spec.?securityContext';
const OWN = 'c.?securityContext';
/** Kernel settings that end at the pod, in every version of Kubernetes that a platform may have. */
const SYSCTLS = podSysctls(32).toSorted();
const PROFILES = "['RuntimeDefault', 'Localhost']";
const SELINUX = "['', 'container_t', 'container_init_t', 'container_kvm_t', 'container_engine_t']";

/** Holds for every container of the pod. */
const each = (condition: string) => CONTAINERS.map((list) => `${list}.all(c, ${condition})`).join(' && ');
const list = (words: readonly string[]) => `[${words.map((word) => `'${word}'`).join(', ')}]`;
/** Holds for the pod's own setting and for each container's. */
const everywhere = (condition: (of: string) => string) => `${condition(POD)} && ${each(condition(OWN))}`;
/** A container's own value counts; without one the pod's. */
const inherited = (field: string, fallback: string) =>
  `${OWN}.?${field}.orValue(${POD}.?${field}.orValue(${fallback}))`;

/** Pods of Linux that share nothing of the host. */
const HOST: readonly Validation[] = [
  {
    expression: "object.spec.?os.?name.orValue('linux') == 'linux'",
    message: 'pods of a fabric namespace run on Linux',
  },
  {
    expression: ['hostNetwork', 'hostPID', 'hostIPC'].map((f) => `!object.spec.?${f}.orValue(false)`).join(' && '),
    message: 'pods of a fabric namespace may not share the network, processes or IPC of the host',
  },
];
const ESCALATION: readonly Validation[] = [
  {
    expression: each(`!${OWN}.?privileged.orValue(false) && !${OWN}.?allowPrivilegeEscalation.orValue(true)`),
    message: 'containers must set securityContext.allowPrivilegeEscalation: false and may not be privileged',
  },
];
/** What every container keeps to, a receive daemon too. */
const CONFINED: readonly Validation[] = [
  {
    expression: `${POD}.?seccompProfile.?type.orValue('RuntimeDefault') in ${PROFILES} && ${each(
      `${inherited('seccompProfile.?type', "'Unconfined'")} in ${PROFILES}`,
    )}`,
    message:
      'pods or all their containers must set seccompProfile.type to RuntimeDefault or Localhost, and none Unconfined',
  },
  {
    expression: everywhere((of) => `${of}.?appArmorProfile.?type.orValue('RuntimeDefault') in ${PROFILES}`),
    message: 'appArmorProfile.type may only be RuntimeDefault or Localhost',
  },
  {
    expression: `object.metadata.?annotations.orValue({}).all(k, !k.startsWith('container.apparmor.security.beta.kubernetes.io/') || object.metadata.annotations[k] in ['', 'runtime/default'] || object.metadata.annotations[k].startsWith('localhost/'))`,
    message: 'AppArmor annotations may only say runtime/default or localhost/…',
  },
  {
    expression: everywhere(
      (of) =>
        `${of}.?seLinuxOptions.?type.orValue('') in ${SELINUX} && ${of}.?seLinuxOptions.?user.orValue('') == '' && ${of}.?seLinuxOptions.?role.orValue('') == ''`,
    ),
    message: 'seLinuxOptions may name only the types of containers, and no user or role',
  },
  {
    expression: `${POD}.?sysctls.orValue([]).all(s, s.name in ${list(SYSCTLS)})`,
    message: 'sysctls may only be those that end at the pod',
  },
  {
    expression: each(`${OWN}.?procMount.orValue('Default') == 'Default'`),
    message: 'containers may not set procMount',
  },
  {
    expression: each('c.?ports.orValue([]).all(p, p.?hostPort.orValue(0) == 0)'),
    message: 'containers may not open ports of the host',
  },
  {
    expression: each(
      ['livenessProbe', 'readinessProbe', 'startupProbe', 'lifecycle.?postStart', 'lifecycle.?preStop']
        .flatMap((handler) => ['httpGet', 'tcpSocket'].map((how) => `c.?${handler}.?${how}.?host.orValue('') == ''`))
        .join(' && '),
    ),
    message: 'probes and lifecycle handlers may not name a host: the machine would send them',
  },
];

/**
 * What pods must be to run in a namespace whose Pod Security level refuses nothing.
 *
 * @param daemons - let in though they are root and mount folders of the machine: what they must be, word for word, the rules of
 *   `daemon-rules.ts` say. @default - none
 */
export function fabricRules(daemons: readonly ReceiveDaemon[]): readonly Validation[] {
  return [...HOST, volumes(daemons), ...ESCALATION, ...rights(daemons), ...CONFINED];
}

/** What pods must be where no daemon is let in. */
export const FABRIC_RULES: readonly Validation[] = fabricRules([]);

function volumes(daemons: readonly ReceiveDaemon[]): Validation {
  return {
    expression: `object.spec.?volumes.orValue([]).all(v, ${[...RESTRICTED_VOLUMES.map((type) => `has(v.${type})`), ...folders(daemons)].join(' || ')})`,
    message: `volumes of a fabric namespace may only be ${RESTRICTED_VOLUMES.join(', ')}`,
  };
}

/** The folders of the machine that a daemon's pod mounts, by name and path. */
function folders(daemons: readonly ReceiveDaemon[]): readonly string[] {
  const found = daemons
    .flatMap((daemon) => daemon.volumes)
    .flatMap(({ hostPath, name }) =>
      hostPath === undefined
        ? []
        : [`(has(v.hostPath) && v.name == '${name}' && v.hostPath.path == '${hostPath.path}')`],
    );
  return [...new Set(found)];
}

/** Capabilities and users of every container but the daemon, which is an init container. */
function rights(daemons: readonly ReceiveDaemon[]): readonly Validation[] {
  const exempt = `c.name in ${list(daemons.map(({ container }) => container.name))}`;
  const others = (condition: string) =>
    CONTAINERS.map((of, at) => {
      const open = at === INIT && daemons.length > 0;
      return `${of}.all(c, ${open ? `${exempt} || (${condition})` : condition})`;
    }).join(' && ');
  return [
    {
      expression: others(
        `${OWN}.?capabilities.?drop.orValue([]).exists(d, d == 'ALL') && ${OWN}.?capabilities.?add.orValue([]).all(a, a in ['IPC_LOCK', 'NET_BIND_SERVICE'])`,
      ),
      message: 'containers must drop ALL capabilities and may add only IPC_LOCK and NET_BIND_SERVICE',
    },
    {
      expression: `${POD}.?runAsNonRoot.orValue(true) && ${others(inherited('runAsNonRoot', 'false'))}`,
      message: 'pods or all their containers must set runAsNonRoot: true, and none false',
    },
    {
      expression: `${POD}.?runAsUser.orValue(1) != 0 && ${others(`${OWN}.?runAsUser.orValue(1) != 0`)}`,
      message: 'containers may not run as user 0',
    },
  ];
}
