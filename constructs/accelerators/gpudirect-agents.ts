import { Construct } from 'constructs';
import { type Component, components } from '../../catalog/index.ts';
import type { Container } from '../imports/kubernetes.gen.ts';
import type { AcceleratorPool } from './accelerator-pool.ts';
import { type HostAgentPod, type HostAgentProps, hostAgent } from './host-agent.ts';

/** Agents of GPUDirect on the machines of some pools. */
export interface GpudirectAgentsProps {
  /** Namespace, for node agents. */
  readonly namespace: string;
  /** Pools whose machines have such cards. */
  readonly pools: readonly AcceleratorPool[];
}

/** Which fabric, and where its plugin lies on a machine after it was put there. */
const FABRICS = {
  tcpx: { component: components['gpudirect-tcpx'], installed: '/var/lib/tcpx/lib64' },
  tcpxo: { component: components['gpudirect-tcpxo'], installed: '/var/lib/tcpxo/lib64' },
} as const;

/** Folders of the machine: what the plugin is unpacked to, and where pods find the driver's and NCCL's libraries. */
const FOLDERS = {
  state: { host: '/var/lib', container: '/var/lib' },
  libraries: { host: '/home/kubernetes/bin', container: '/usr/local' },
} as const;

/** Google's number of the memory windows of A3 Mega's cards on the PCI bus: vendor and device. */
const WINDOWS = '1ae0:0084';

/**
 * Opens A3 Mega's cards on the machine itself: lets the cards' packets in, which Container-Optimized OS turns away, loads the module that
 * shares the accelerators' memory, and shows the cards' memory windows to pods that have no right to look for them.
 */
const OPEN_CARDS = `iptables -C INPUT -p tcp -j ACCEPT 2>/dev/null || iptables -I INPUT -p tcp -j ACCEPT
modprobe import-helper
lspci -Dn -d ${WINDOWS} | while read -r card _; do
  window="/dev/aperture_devices/$card"
  mkdir -p "$window"
  mountpoint -q "$window" || mount --bind "$(readlink -f "/sys/bus/pci/devices/$card")" "$window"
  chmod a+rw "$window"/resource*
done`;

/**
 * What GPUDirect-TCPX (A3 High) and -TCPXO (A3 Mega) need on a machine: NCCL's plugin in the folder that pods read their libraries
 * from, and the injector that gives a job's receive daemon the accelerators of its neighbour.
 *
 * The receive daemon itself is not here: it shares the cards with the job, so it runs in the job's own pod, in the team's namespace for
 * the fabric. Its image is the second of the component.
 */
export class GpudirectAgents extends Construct {
  public constructor(scope: Construct, id: string, { namespace, pools }: GpudirectAgentsProps) {
    super(scope, id);
    for (const kind of ['tcpx', 'tcpxo'] as const) {
      const of = pools.filter(({ shape }) => shape.fabric.kind === kind);
      if (of.length > 0) this.#agent(`${kind}-installer`, { namespace, pools: of, pod: installation(kind) });
    }
    this.#agent('device-injector', { namespace, pools, pod: injector() });
  }

  #agent(name: string, props: Omit<HostAgentProps, 'name'>): void {
    hostAgent(this, name, { ...props, name });
  }
}

function installation(kind: keyof typeof FABRICS): HostAgentPod {
  const { component, installed } = FABRICS[kind];
  const image = imageOf(component);
  return {
    initContainers: [...(kind === 'tcpxo' ? [openCards(image)] : []), install(image, installed)],
    containers: [waiting(image)],
    volumes: Object.entries(FOLDERS).map(([name, { host }]) => ({ name, hostPath: { path: host } })),
  };
}

/** The first image of a component is what runs on machines. */
function imageOf({ images, name }: Component): string {
  const [image] = images;
  if (image === undefined) throw new Error(`bug: ${name} names no image`);
  return image;
}

function openCards(image: string): Container {
  return {
    name: 'open-cards',
    image,
    command: ['nsenter', '--all', '--target', '1', '--', 'sh', '-ec', OPEN_CARDS],
    // It changes the machine itself.
    securityContext: { privileged: true },
    resources: { requests: { cpu: '50m', memory: '64Mi' } },
  };
}

function install(image: string, installed: string): Container {
  const libraries = `${FOLDERS.libraries.container}/nvidia/lib64`;
  return {
    name: 'install',
    image,
    command: [
      'sh',
      '-ec',
      `sh /scripts/container_entry.sh install --install-nccl\nmkdir -p ${libraries}\ncp -r ${installed}/. ${libraries}`,
    ],
    // It writes into the machine's own folders.
    securityContext: { privileged: true },
    resources: { requests: { cpu: '150m', memory: '256Mi' } },
    volumeMounts: Object.entries(FOLDERS).map(([name, { container }]) => ({ name, mountPath: container })),
  };
}

/** A DaemonSet has to go on running, and the image is there already. */
function waiting(image: string): Container {
  const amounts = { cpu: '5m', memory: '16Mi' };
  return {
    name: 'installed',
    image,
    command: ['sleep', 'infinity'],
    securityContext: {
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      readOnlyRootFilesystem: true,
      runAsNonRoot: true,
      runAsUser: 65_532,
      seccompProfile: { type: 'RuntimeDefault' },
    },
    resources: { requests: amounts, limits: amounts },
  };
}

function injector(): HostAgentPod {
  const folders = { dev: '/dev', nri: '/var/run/nri' };
  return {
    containers: [
      {
        name: 'device-injector',
        image: imageOf(components['nri-device-injector']),
        // It tells the container runtime which devices a container gets.
        securityContext: { privileged: true },
        resources: { requests: { cpu: '150m', memory: '64Mi' } },
        volumeMounts: Object.entries(folders).map(([name, mountPath]) => ({ name, mountPath })),
      },
    ],
    volumes: Object.entries(folders).map(([name, path]) => ({ name, hostPath: { path } })),
  };
}
