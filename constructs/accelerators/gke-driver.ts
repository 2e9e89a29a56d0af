import { Construct } from 'constructs';
import { components } from '../../catalog/index.ts';
import type { Container, Volume } from '../imports/kubernetes.gen.ts';
import type { AcceleratorPool } from './accelerator-pool.ts';
import { hostAgent } from './host-agent.ts';

/** NVIDIA's driver on nodes of GKE that do without GKE's own device plugin. */
export interface GkeDriverProps {
  /** Namespace, for node agents. */
  readonly namespace: string;
  /** Pools on whose nodes it is installed. */
  readonly pools: readonly AcceleratorPool[];
}

/** Name of everything that belongs to it. */
const NAME = 'gke-driver-installer';

/** The installer that each image of Container-Optimized OS carries: it has no registry, and fits the image it came with. */
const INSTALLER = 'cos-nvidia-installer:fixed';

/** Folders of the node, and where the installer looks for them. */
const FOLDERS = {
  dev: { host: '/dev', container: '/dev' },
  root: { host: '/', container: '/root' },
  driver: { host: '/home/kubernetes/bin/nvidia', container: '/usr/local/nvidia' },
  vulkan: { host: '/home/kubernetes/bin/nvidia/vulkan/icd.d', container: '/etc/vulkan/icd.d' },
  tools: { host: '/var/lib/cos-tools', container: '/build/cos-tools' },
} as const;

/**
 * Installs NVIDIA's driver with Google's installer.
 *
 * GKE installs it together with its own device plugin. Where that is switched off, because the devices are claimed, the
 * installer has to be started; NVIDIA's operator knows no Container-Optimized OS.
 */
export class GkeDriver extends Construct {
  public constructor(scope: Construct, id: string, { namespace, pools }: GkeDriverProps) {
    super(scope, id);
    const pod = {
      initContainers: [installer()],
      containers: [waiting()],
      volumes: Object.entries(FOLDERS).map(([name, { host }]): Volume => ({ name, hostPath: { path: host } })),
    };
    hostAgent(this, 'daemons', { name: NAME, namespace, pools, pod });
  }
}

function installer(): Container {
  const { driver, root, tools, vulkan } = FOLDERS;
  const variables = {
    NVIDIA_INSTALL_DIR_HOST: driver.host,
    NVIDIA_INSTALL_DIR_CONTAINER: driver.container,
    VULKAN_ICD_DIR_HOST: vulkan.host,
    VULKAN_ICD_DIR_CONTAINER: vulkan.container,
    ROOT_MOUNT_DIR: root.container,
    COS_TOOLS_DIR_HOST: tools.host,
    COS_TOOLS_DIR_CONTAINER: tools.container,
  };
  return {
    name: 'install',
    image: INSTALLER,
    imagePullPolicy: 'Never',
    env: Object.entries(variables).map(([name, value]) => ({ name, value })),
    // It loads a kernel module.
    securityContext: { privileged: true },
    resources: { requests: { cpu: '150m', memory: '256Mi' } },
    volumeMounts: Object.entries(FOLDERS).map(([name, { container }]) => ({ name, mountPath: container })),
  };
}

/** A DaemonSet has to go on running. The image is the DRA driver's, which these nodes load anyway. */
function waiting(): Container {
  const amounts = { cpu: '5m', memory: '16Mi' };
  return {
    name: 'installed',
    image: components['nvidia-dra-driver'].images[0],
    imagePullPolicy: 'IfNotPresent',
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
