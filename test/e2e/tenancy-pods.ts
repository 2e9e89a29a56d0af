/** What differs between two pods of a test. */
export interface PodChange {
  /** Fields of the pod's spec. */
  readonly spec?: object;
  /** Fields of the one container. */
  readonly container?: object;
  /** Fields of the container's security context. */
  readonly security?: object;
  /** Fields of the pod's security context. */
  readonly podSecurity?: object;
}

/** Container that meets the restricted level. */
export function container(change: object = {}, security: object = {}) {
  return {
    name: 'main',
    image: 'registry.example.org/train:1',
    resources: { requests: { cpu: '1', memory: '1Gi' } },
    securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, ...security },
    ...change,
  };
}

/** Pod that meets the restricted level but for the change. */
export function pod(namespace: string, name: string, change: PodChange = {}) {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace },
    spec: {
      restartPolicy: 'Never',
      securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' }, ...change.podSecurity },
      containers: [container(change.container, change.security)],
      ...change.spec,
    },
  };
}

/** Capabilities of a container that locks memory for RDMA. */
export const LOCKS_MEMORY = { capabilities: { drop: ['ALL'], add: ['IPC_LOCK'] } };

const volume = (source: object) => ({ spec: { volumes: [{ name: 'v', ...source }] } });
const sideCar = (security: object) => ({
  spec: { initContainers: [{ ...container({ name: 'side' }, security), restartPolicy: 'Always' }] },
});

/** Pods that no namespace of a team takes. */
export const REFUSED_EVERYWHERE: readonly (readonly [name: string, change: PodChange])[] = [
  ['a privileged container', { security: { privileged: true, allowPrivilegeEscalation: true } }],
  ['a privileged side-car', sideCar({ privileged: true, allowPrivilegeEscalation: true })],
  ['more capabilities', { security: { capabilities: { drop: ['ALL'], add: ['SYS_ADMIN'] } } }],
  ['capabilities that are kept', { security: { capabilities: undefined } }],
  ['privilege escalation by default', { security: { allowPrivilegeEscalation: undefined } }],
  ['the network of the host', { spec: { hostNetwork: true } }],
  ['the processes of the host', { spec: { hostPID: true } }],
  ['a path of the host', volume({ hostPath: { path: '/' } })],
  ['a network file system that the machine mounts', volume({ nfs: { server: '10.0.0.1', path: '/other-team' } })],
  ['a container without seccomp in a pod with it', { security: { seccompProfile: { type: 'Unconfined' } } }],
  ['a container as root in a pod that is not', { security: { runAsNonRoot: false } }],
  ['user 0', { podSecurity: { runAsUser: 0 } }],
  ['a port of the host', { container: { ports: [{ containerPort: 80, hostPort: 80 }] } }],
  [
    'processes of Windows hosts',
    { podSecurity: { windowsOptions: { hostProcess: true } }, spec: { hostNetwork: true } },
  ],
  ['a sysctl of the machine', { podSecurity: { sysctls: [{ name: 'kernel.msgmax', value: '1' }] } }],
  [
    'a probe that the machine sends elsewhere',
    { container: { livenessProbe: { tcpSocket: { host: '10.0.0.1', port: 1 } } } },
  ],
  ['a priority class of the system', { spec: { priorityClassName: 'system-node-critical' } }],
  ['a node of its choice', { spec: { nodeName: 'control-plane-0' } }],
  ['a toleration of everything', { spec: { tolerations: [{ operator: 'Exists' }] } }],
  [
    'a toleration of control-plane machines',
    {
      spec: {
        tolerations: [{ key: 'node-role.kubernetes.io/control-plane', operator: 'Exists', effect: 'NoSchedule' }],
      },
    },
  ],
  [
    'an inline volume of any driver',
    volume({ csi: { driver: 'nfs.csi.k8s.io', volumeAttributes: { share: '/other' } } }),
  ],
];

/** Pods that every namespace of a team takes. */
export const TAKEN_EVERYWHERE: readonly (readonly [name: string, change: PodChange])[] = [
  ['a restricted pod', {}],
  ['a restricted side-car', sideCar({})],
  ['a claim and scratch space', volume({ emptyDir: {} })],
  ['a bucket that is mounted with the pod’s own identity', volume({ csi: { driver: 'gcsfuse.csi.storage.gke.io' } })],
  ['a toleration of an accelerator', { spec: { tolerations: [{ key: 'nvidia.com/gpu', operator: 'Exists' }] } }],
];
