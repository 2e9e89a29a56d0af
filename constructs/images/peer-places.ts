import type { ContainerdLayout } from '../../spec/image-peers.ts';
import type { PlatformSpec } from '../../spec/platform.ts';

/** Namespace of the agents. */
export const PEERS_NAMESPACE = 'plinth-image-peers';

/** The agents that hand images from node to node. */
export const PEERS = {
  /** Name of the agents, and of the Service by which they find one another. */
  name: 'image-peers',
  /** Port in the pod at which images are asked for. */
  registryPort: 5_000,
  /** Port at which agents tell one another who has what. */
  routerPort: 5_001,
  /** Port of figures. */
  metricsPort: 9_090,
  /** Port that says whether what stood in containerd's folder is back. */
  cleanupPort: 8_080,
  /** Port of the node at which its containerd asks its agent. Below those that Kubernetes and Linux hand out themselves. */
  hostPort: 29_950,
} as const;

/** Labels of the agents' pods. */
export const PEER_PODS = { 'app.kubernetes.io/name': PEERS.name } as const;

/** Where containerd keeps its files on a machine. */
export interface ContainerdFiles {
  /** Socket at which it is asked what it has. */
  readonly socket: string;
  /** Folder with the content of images. */
  readonly content: string;
  /** Folder with a folder for each registry, which says whom to ask for its images. */
  readonly registries: string;
}

const STANDARD: ContainerdFiles = {
  socket: '/run/containerd/containerd.sock',
  content: '/var/lib/containerd/io.containerd.content.v1.content',
  registries: '/etc/containerd/certs.d',
};

/** Files by layout. Source: Spegel's guide to distributions, 2026-07. */
const FILES: Readonly<Record<ContainerdLayout, ContainerdFiles>> = {
  containerd: STANDARD,
  k0s: {
    ...STANDARD,
    socket: '/run/k0s/containerd.sock',
    content: '/var/lib/k0s/containerd/io.containerd.content.v1.content',
  },
  talos: { ...STANDARD, registries: '/etc/cri/conf.d/hosts' },
};

/** Where the nodes of a platform keep containerd's files. */
export function containerdFiles({ target }: Pick<PlatformSpec, 'target'>, layout: ContainerdLayout): ContainerdFiles {
  return FILES[target.kind === 'baremetal' && target.distribution === 'talos' ? 'talos' : layout];
}
