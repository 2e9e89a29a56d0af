import { components } from '../../catalog/index.ts';
import type { ImagePeersSpec } from '../../spec/image-peers.ts';
import { imageVersion, READ_ONLY_CONTAINER } from '../core/index.ts';
import type { Container, EnvVar, PodSpec, Volume, VolumeMount } from '../imports/kubernetes.gen.ts';
import { type ContainerdFiles, PEERS, PEERS_NAMESPACE } from './peer-places.ts';

/** What an agent's pod is made from. */
export interface PeerPodProps {
  /** What the spec says about peers. */
  readonly peers: ImagePeersSpec;
  /** Where containerd keeps its files. */
  readonly files: ContainerdFiles;
  /** Version without a leading `v`. @default - the catalogue's */
  readonly version: string | undefined;
}

/** Where an agent keeps the key by which others know it, so that a restart makes no new peer. */
const IDENTITY = '/var/lib/spegel';
/** Name by which agents find one another; pods look a name without an end up in the cluster's domain. */
const OTHERS = `${PEERS.name}.${PEERS_NAMESPACE}.svc`;
const NODE_ADDRESS: EnvVar = { name: 'NODE_IP', valueFrom: { fieldRef: { fieldPath: 'status.hostIP' } } };

/**
 * An agent on a node. It is root, because containerd's socket and files are root's, and may do nothing else that root may.
 *
 * Who holds that socket can start anything on the node: that is why the namespace has nothing but agents in it.
 */
export function peerPod(props: PeerPodProps): PodSpec {
  const { files, peers } = props;
  return {
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    priorityClassName: 'system-node-critical',
    nodeSelector: { 'kubernetes.io/os': 'linux' },
    // Nodes with accelerators have taints, and are those with the large images.
    tolerations: [{ operator: 'Exists' }],
    securityContext: { runAsUser: 0, runAsGroup: 0, seccompProfile: { type: 'RuntimeDefault' } },
    ...(peers.leaving
      ? { containers: [leaving(props)], volumes: [folder('registries', files.registries)] }
      : { initContainers: [configuration(props)], containers: [agent(props)], volumes: volumes(files) }),
  };
}

/** Tells containerd to ask the agent first. It asks the registry itself where the agent has nothing, or is not there. */
function configuration(props: PeerPodProps): Container {
  return {
    ...common('configuration', props),
    args: [
      'configuration',
      `--containerd-registry-config-path=${props.files.registries}`,
      ...registries(props.peers),
      '--mirror-targets',
      `http://$(NODE_IP):${PEERS.hostPort}`,
      // What a tag means is the registry's to say, and it asks for credentials.
      '--resolve-tags=false',
      '--prepend-existing=true',
    ],
    env: [NODE_ADDRESS],
    volumeMounts: [mount('registries', props.files.registries)],
  };
}

function agent(props: PeerPodProps): Container {
  const { files } = props;
  const ready = { httpGet: { path: '/readyz', port: 'registry' } };
  return {
    ...common('agent', props),
    args: [
      'registry',
      `--registry-addr=:${PEERS.registryPort}`,
      `--router-addr=:${PEERS.routerPort}`,
      `--metrics-addr=:${PEERS.metricsPort}`,
      ...registries(props.peers),
      `--containerd-sock=${files.socket}`,
      '--containerd-namespace=k8s.io',
      `--containerd-content-path=${files.content}`,
      '--bootstrap-kind=dns',
      `--dns-bootstrap-domain=${OTHERS}`,
      `--data-dir=${IDENTITY}`,
      // It pulls whatever somebody types.
      '--debug-web-enabled=false',
    ],
    ports: [
      { name: 'registry', containerPort: PEERS.registryPort, hostPort: PEERS.hostPort },
      { name: 'router', containerPort: PEERS.routerPort },
      { name: 'metrics', containerPort: PEERS.metricsPort },
    ],
    readinessProbe: { ...ready, periodSeconds: 10 },
    livenessProbe: { httpGet: { path: '/livez', port: 'registry' }, periodSeconds: 30, failureThreshold: 5 },
    volumeMounts: [
      mount('identity', IDENTITY),
      mount('socket', files.socket),
      { ...mount('content', files.content), readOnly: true },
    ],
  };
}

/** Puts back what stood in containerd's folder before. */
function leaving(props: PeerPodProps): Container {
  return {
    ...common('leaving', props),
    args: ['cleanup', `--containerd-registry-config-path=${props.files.registries}`, `--addr=:${PEERS.cleanupPort}`],
    ports: [{ name: 'done', containerPort: PEERS.cleanupPort }],
    readinessProbe: { httpGet: { path: '/readyz', port: 'done' }, periodSeconds: 5 },
    volumeMounts: [mount('registries', props.files.registries)],
  };
}

function common(name: string, { version }: PeerPodProps): Container {
  const [image] = components.spegel.images;
  return {
    name,
    image: imageVersion(image, version),
    securityContext: READ_ONLY_CONTAINER,
    // 37 MiB were measured with two agents. The bound keeps what the kernel remembers of files that were read within it.
    resources: { requests: { cpu: '50m', memory: '128Mi' }, limits: { memory: '128Mi' } },
  };
}

/** The same for containerd and for the agent, which tells of no others. */
function registries({ registries: hosts }: ImagePeersSpec): readonly string[] {
  return ['--mirrored-registries', ...hosts.map((host) => `https://${host}`)];
}

function volumes({ content, registries, socket }: ContainerdFiles): Volume[] {
  return [
    folder('identity', IDENTITY),
    folder('registries', registries),
    { name: 'socket', hostPath: { path: socket, type: 'Socket' } },
    { name: 'content', hostPath: { path: content, type: 'Directory' } },
  ];
}

function folder(name: string, path: string): Volume {
  return { name, hostPath: { path, type: 'DirectoryOrCreate' } };
}

function mount(name: string, mountPath: string): VolumeMount {
  return { name, mountPath };
}
