import type { Container, Probe, Validation, Volume, VolumeMount } from '../imports/kubernetes.gen.ts';
import { DEVICES, INTERFACES, type ReceiveDaemon } from './receive-daemon.ts';

const INIT = 'object.spec.?initContainers.orValue([])';
const OLD_INIT = 'oldObject.spec.?initContainers.orValue([])';
/** Lists in which a daemon may not stand: it has to be a side-car, which ends with the program. */
const OTHERS = ['object.spec.containers', 'object.spec.?ephemeralContainers.orValue([])'];
/** Fields by which somebody could make the daemon's container run something else. */
const NONE = [
  'args',
  'envFrom',
  'lifecycle',
  'livenessProbe',
  'ports',
  'readinessProbe',
  'stdin',
  'tty',
  'volumeDevices',
  'workingDir',
];
/** What goes away may go, whatever it is: a refused change would hold up its finalizers. */
const GOING = 'has(object.metadata.deletionTimestamp)';
const CREATED = "request.operation != 'CREATE'";

/**
 * What a pod of a fabric namespace with a receive daemon must be. The daemon is root and may write the machine's settings, so
 * that whoever could make it do something else would have the machine: every field that could is held to its word.
 */
export function daemonRules(daemons: readonly ReceiveDaemon[]): readonly Validation[] {
  const names = words(daemons.map(({ container }) => container.name));
  return [
    ...daemons.map(({ container }) => exactDaemon(container)),
    ...daemons.map(wholeMachine),
    {
      expression: OTHERS.map((list) => `${list}.all(c, !(c.name in ${names}))`).join(' && '),
      message: `only a side-car, which is an init container, may have a name of ${names}`,
    },
    {
      expression: volumes(daemons)
        .map((each) => `object.spec.?volumes.orValue([]).all(v, ${exactVolume(each)})`)
        .join(' && '),
      message: 'volumes whose names begin with gpudirect- are the receive daemon’s own',
    },
    {
      // With it the pod has the whole machine: without it, it would reach into the cards of a neighbour.
      expression: `${CREATED} || !object.spec.?volumes.orValue([]).exists(v, has(v.hostPath)) || ${INIT}.exists(c, c.name in ${names})`,
      message: 'folders of the machine are only for pods with a receive daemon',
    },
    {
      expression: notTheirs(daemons, names),
      message: 'only the receive daemon may mount the folders of the machine that it needs',
    },
    {
      // An image may be changed in a running pod.
      expression: `request.operation != 'UPDATE' || ${GOING} || ${OLD_INIT}.all(o, !(o.name in ${names}) || ${INIT}.exists(c, c.name == o.name && c.image == o.image))`,
      message: 'the image of a running receive daemon may not be changed',
    },
    {
      expression: `${GOING} || object.metadata.?annotations.orValue({}).all(k, !k.startsWith('${DEVICES}') || ${annotations(daemons)})`,
      message: `annotations of ${DEVICES} may only ask for the devices of the receive daemon`,
    },
  ];
}

/** In namespaces without a fabric nobody asks the machine for devices: the injector would give any, to anybody. */
export const NO_DEVICES: readonly Validation[] = [
  {
    expression: `${GOING} || object.metadata.?annotations.orValue({}).all(k, !k.startsWith('${DEVICES}') && k != '${INTERFACES}')`,
    message: `annotations of ${DEVICES} and ${INTERFACES} are for pods of fabric namespaces`,
  },
];

/** Nobody enters the daemon, who would be root there. */
export function noShell(daemons: readonly ReceiveDaemon[]): readonly Validation[] {
  const names = words(daemons.map(({ container }) => container.name));
  return [
    {
      expression: `!(object.?container.orValue('') in ${names})`,
      message: 'nobody may run commands in the receive daemon: it is root on its machine',
    },
  ];
}

function exactDaemon(container: Container): Validation {
  const { command = [], env = [], image, name, startupProbe, volumeMounts = [] } = container;
  const exact = [
    `c.image == ${text(image ?? '')}`,
    `c.?command.orValue([]) == ${words(command)}`,
    `c.?restartPolicy.orValue('') == 'Always'`,
    `c.?terminationMessagePath.orValue('/dev/termination-log') == '/dev/termination-log'`,
    ...NONE.map((field) => `!has(c.${field})`),
    ...exactRights(container),
    `c.?env.orValue([]).size() == ${env.length}`,
    ...env.map(
      (each, at) =>
        `c.env[${at}].name == ${text(each.name)} && c.env[${at}].?value.orValue('') == ${text(each.value ?? '')} && !has(c.env[${at}].valueFrom)`,
    ),
    `c.?volumeMounts.orValue([]).size() == ${volumeMounts.length}`,
    ...volumeMounts.map((mount, at) => exactMount(mount, `c.volumeMounts[${at}]`)),
    ...exactProbe(startupProbe),
  ];
  return {
    expression: `${CREATED} || ${INIT}.all(c, c.name != ${text(name)} || (${exact.join(' && ')}))`,
    message: `an init container named ${name} must be the platform’s receive daemon, word for word`,
  };
}

function exactRights({ securityContext = {} }: Container): readonly string[] {
  const rights = 'c.?securityContext';
  const { add = [] } = securityContext.capabilities ?? {};
  return [
    `${rights}.?runAsUser.orValue(-1) == ${securityContext.runAsUser ?? 0}`,
    `${rights}.?capabilities.?drop.orValue([]) == ['ALL']`,
    `${rights}.?capabilities.?add.orValue([]) == ${words(add)}`,
  ];
}

function exactMount({ mountPath, name, readOnly = false }: VolumeMount, of: string): string {
  return [
    `${of}.name == ${text(name)}`,
    `${of}.mountPath == ${text(mountPath)}`,
    `${of}.?readOnly.orValue(false) == ${readOnly}`,
    `!has(${of}.subPath) && !has(${of}.subPathExpr) && ${of}.?mountPropagation.orValue('None') == 'None'`,
  ].join(' && ');
}

function exactProbe(probe: Probe | undefined): readonly string[] {
  return probe === undefined
    ? ['!has(c.startupProbe)']
    : [`c.?startupProbe.?exec.?command.orValue([]) == ${words(probe.exec?.command ?? [])}`];
}

/** The daemon sees all accelerators of its machine, so no neighbour may hold any of them. */
function wholeMachine({ accelerators, container: { name } }: ReceiveDaemon): Validation {
  const all = `string(c.?resources.?limits[?'nvidia.com/gpu'].orValue('0')) == '${accelerators}'`;
  return {
    expression: `${CREATED} || !${INIT}.exists(c, c.name == ${text(name)}) || object.spec.containers.exists(c, ${all})`,
    message: `a pod with ${name} must take all ${accelerators} accelerators of its machine`,
  };
}

function volumes(daemons: readonly ReceiveDaemon[]): readonly Volume[] {
  const byName = new Map(daemons.flatMap((daemon) => daemon.volumes).map((volume) => [volume.name, volume]));
  return [...byName.values()];
}

function exactVolume({ hostPath, name }: Volume): string {
  const source =
    hostPath === undefined ? 'has(v.emptyDir)' : `(has(v.hostPath) && v.hostPath.path == ${text(hostPath.path)})`;
  return `v.name != ${text(name)} || ${source}`;
}

function notTheirs(daemons: readonly ReceiveDaemon[], names: string): string {
  const shared = new Set(daemons.flatMap(({ mounts }) => mounts).map(({ name }) => name));
  const own = words(
    volumes(daemons)
      .map(({ name }) => name)
      .filter((name) => !shared.has(name)),
  );
  return [INIT, ...OTHERS]
    .map((list) => `${list}.all(c, c.name in ${names} || c.?volumeMounts.orValue([]).all(m, !(m.name in ${own})))`)
    .join(' && ');
}

function annotations(daemons: readonly ReceiveDaemon[]): string {
  const exact = daemons.flatMap((daemon) => Object.entries(daemon.annotations));
  return `(${exact.map(([key, value]) => `(k == ${text(key)} && object.metadata.annotations[k] == ${text(value)})`).join(' || ')})`;
}

/** A string of CEL. */
function text(value: string): string {
  return JSON.stringify(value);
}

function words(values: readonly string[]): string {
  return `[${values.map(text).join(', ')}]`;
}
