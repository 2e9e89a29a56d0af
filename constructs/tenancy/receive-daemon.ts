import { type Component, components, type Fabric } from '../../catalog/index.ts';
import type { TargetFacts } from '../../spec/facts.ts';
import type { PlatformSpec } from '../../spec/platform.ts';
import { poolShape } from '../../spec/pool-shape.ts';
import type { Container, EnvVar, Volume, VolumeMount } from '../imports/kubernetes.gen.ts';

/** Fabrics of Google whose jobs bring a receive daemon. */
export type DaemonFabric = 'tcpx' | 'tcpxo';

/** The receive daemon of a fabric: a side-car that takes packets out of the cards' memory, and what its pod needs for it. */
export interface ReceiveDaemon {
  /** The side-car, word for word: the rules of fabric namespaces let no other in. */
  readonly container: Container;
  /** Volumes of the pod, most of them folders of the machine. */
  readonly volumes: readonly Volume[];
  /** Mounts of the program beside it. */
  readonly mounts: readonly VolumeMount[];
  /** Variables of the program by which NCCL’s plugin finds cards and daemon. How it is tuned, is the program’s part. */
  readonly env: readonly EnvVar[];
  /** Annotation by which the injector gives the daemon its neighbour’s accelerators. */
  readonly annotations: Readonly<Record<string, string>>;
  /** Accelerators of a machine. All: the cards go to one pod of a machine. */
  readonly accelerators: number;
}

/** Where Google's machines have the driver's and NCCL's libraries, and where containers of accelerators find them. */
const LIBRARIES = { host: '/home/kubernetes/bin/nvidia/lib64', container: '/usr/local/nvidia/lib64' };
/** Where the program and the daemon of TCPX meet. */
const SOCKET = '/run/tcpx';
/** Memory windows of A3 Mega's cards, which the installer of the plugin opens. */
const WINDOWS = '/dev/aperture_devices';
/** Where the daemon of TCPXO says that it is ready; upstream wants no `_` in it. */
const READY = '/run/health-check';
/** Accelerators of an A3 machine. */
const ACCELERATORS = 8;
/** What the daemon takes besides its machine's cards. Nothing is published: our guess, with room. */
const RESOURCES = { requests: { cpu: '250m', memory: '512Mi' }, limits: { memory: '8Gi' } };

const MACHINE_FOLDERS: readonly (readonly [name: string, host: string, container: string, readOnly: boolean])[] = [
  ['gpudirect-libraries', LIBRARIES.host, LIBRARIES.container, true],
  ['gpudirect-sys', '/sys', '/hostsysfs', true],
  // It sets the limits of sockets.
  ['gpudirect-proc-sys', '/proc/sys', '/hostprocsysfs', false],
];

const FOLDER_VOLUMES = MACHINE_FOLDERS.map(([name, path]): Volume => ({ name, hostPath: { path, type: 'Directory' } }));
const FOLDER_MOUNTS = MACHINE_FOLDERS.map(
  ([name, , mountPath, readOnly]): VolumeMount => ({ name, mountPath, ...(readOnly ? { readOnly } : {}) }),
);

/** The receive daemon of TCPX or TCPXO. */
export function receiveDaemon(fabric: DaemonFabric): ReceiveDaemon {
  return fabric === 'tcpx' ? tcpx() : tcpxo();
}

function tcpx(): ReceiveDaemon {
  const socket = { name: 'gpudirect-socket', mountPath: SOCKET };
  const program =
    '/tcpgpudmarxd/build/app/tcpgpudmarxd --gpu_nic_preset a3vm --gpu_shmem_type fd --uds_path /run/tcpx --setup_param "--verbose 128 2 0"';
  return {
    // The program beside it is not root, and has to write to the sockets.
    container: daemon('tcpx', `umask 0\nexec ${program}`, ['NET_ADMIN'], { volumeMounts: [...FOLDER_MOUNTS, socket] }),
    volumes: [...FOLDER_VOLUMES, { name: socket.name, emptyDir: {} }],
    mounts: [socket],
    env: variables({
      NCCL_GPUDIRECTTCPX_UNIX_CLIENT_PREFIX: SOCKET,
      NCCL_GPUDIRECTTCPX_CTRL_DEV: 'eth0',
      NCCL_GPUDIRECTTCPX_SOCKET_IFNAME: cards(4),
    }),
    annotations: injected('tcpx', []),
    accelerators: ACCELERATORS,
  };
}

function tcpxo(): ReceiveDaemon {
  const windows = { name: 'gpudirect-windows', mountPath: WINDOWS };
  const start = '/fts/entrypoint_rxdm_container.sh';
  return {
    container: daemon(
      'tcpxo',
      `chmod 755 ${start}\nexec ${start} --num_hops=2 --num_nics=8 --uid= --alsologtostderr`,
      ['NET_ADMIN', 'NET_BIND_SERVICE'],
      {
        env: variables({ HEALTH_CHECK_LOG_FILE: READY }),
        volumeMounts: FOLDER_MOUNTS,
        // Begins to work after about 30 s; until then the program would find nobody.
        startupProbe: { exec: { command: ['cat', READY] }, periodSeconds: 5, failureThreshold: 24 },
      },
    ),
    volumes: [...FOLDER_VOLUMES, { name: windows.name, hostPath: { path: WINDOWS, type: 'Directory' } }],
    mounts: [windows],
    env: variables({
      NCCL_FASTRAK_LLCM_DEVICE_DIRECTORY: WINDOWS,
      NCCL_FASTRAK_CTRL_DEV: 'eth0',
      NCCL_FASTRAK_IFNAME: cards(8),
    }),
    annotations: injected('tcpxo', ['dmabuf_import_helper']),
    accelerators: ACCELERATORS,
  };
}

function daemon(
  fabric: DaemonFabric,
  script: string,
  add: readonly string[],
  { env = [], ...rest }: Pick<Container, 'env' | 'startupProbe' | 'volumeMounts'>,
): Container {
  return {
    name: `${fabric}-daemon`,
    image: imageOf(components[`gpudirect-${fabric}`]),
    command: ['sh', '-ec', script],
    env: [{ name: 'LD_LIBRARY_PATH', value: LIBRARIES.container }, ...env],
    // Ends with the program: a job with an ordinary second container would never end.
    restartPolicy: 'Always',
    resources: RESOURCES,
    securityContext: {
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'], add },
      // Only root has these capabilities, and only root may write the machine's network settings.
      runAsNonRoot: false,
      runAsUser: 0,
    },
    ...rest,
  };
}

/** The second image of a component is what runs in pods of jobs. */
function imageOf({ images, name }: Component): string {
  const [, image] = images;
  if (image === undefined) throw new Error(`bug: ${name} names no image of its daemon`);
  return image;
}

function variables(values: Readonly<Record<string, string>>): EnvVar[] {
  return Object.entries(values).map(([name, value]) => ({ name, value }));
}

/** Names that a machine's cards have in the pod, as its annotation says. */
function cards(count: number): string {
  return Array.from({ length: count }, (_, index) => `eth${index + 1}`).join(',');
}

function injected(fabric: DaemonFabric, more: readonly string[]): Record<string, string> {
  const numbered = Array.from({ length: ACCELERATORS }, (_, index) => `nvidia${index}`);
  const devices = [...numbered, 'nvidiactl', 'nvidia-uvm', ...more];
  return { [`${DEVICES}/container.${fabric}-daemon`]: devices.map((name) => `- path: /dev/${name}\n`).join('') };
}

/** Begins every annotation by which the injector is asked for devices of the machine. */
export const DEVICES = 'devices.gke.io';
/** Annotation by which a pod asks for a machine's cards. */
export const INTERFACES = 'networking.gke.io/interfaces';

/** Whether jobs on such a machine bring a receive daemon. */
export function takesDaemon(fabric: Fabric): fabric is Extract<Fabric, { networks: number }> {
  return fabric.kind === 'tcpx' || fabric.kind === 'tcpxo';
}

/** Fabrics of a platform whose jobs bring a receive daemon; none where the cards are in no network of the cluster. */
export function daemonFabrics(
  { pools, target, teams }: Pick<PlatformSpec, 'pools' | 'target' | 'teams'>,
  { acceleratorNetworks = [] }: Pick<TargetFacts, 'acceleratorNetworks'>,
): readonly DaemonFabric[] {
  if (acceleratorNetworks.length === 0 || !teams.some(({ fabric }) => fabric === 'allowed')) return [];
  const found = new Set(pools.map((pool) => poolShape(target.kind, pool)?.fabric.kind));
  return (['tcpx', 'tcpxo'] as const).filter((kind) => found.has(kind));
}
