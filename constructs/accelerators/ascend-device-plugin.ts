import { Construct } from 'constructs';
import {
  ClusterRole,
  ClusterRoleBinding,
  type Container,
  DaemonSet,
  type PolicyRule,
  ServiceAccount,
  type Volume,
} from '../imports/kubernetes.gen.ts';
import type { AcceleratorPool } from './accelerator-pool.ts';
import { affinityFor, tolerationsFor } from './placement.ts';

/** The device plugin for Ascend accelerators. */
export interface AscendDevicePluginProps {
  /** Namespace, for node agents. */
  readonly namespace: string;
  /** Image with its tag; each one is built for one operating system. */
  readonly image: string;
  /** Pools on whose nodes it runs. */
  readonly pools: readonly AcceleratorPool[];
}

/** Name of everything that belongs to it. */
const NAME = 'ascend-device-plugin';

/** What it may do, as its program asks for it: it marks devices on pods and on its node, and keeps their state. */
const RIGHTS: readonly PolicyRule[] = [
  { apiGroups: [''], resources: ['pods'], verbs: ['get', 'list', 'watch', 'update', 'patch'] },
  { apiGroups: [''], resources: ['nodes'], verbs: ['get', 'patch'] },
  { apiGroups: [''], resources: ['nodes/proxy'], verbs: ['get'] },
  { apiGroups: [''], resources: ['nodes/status'], verbs: ['get', 'patch', 'update'] },
  { apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'create', 'update', 'list', 'watch'] },
  { apiGroups: [''], resources: ['events'], verbs: ['create'] },
];

/** Folders of the node, and whether the plugin writes into them. */
const FOLDERS = {
  'device-plugins': { path: '/var/lib/kubelet/device-plugins', write: true },
  'pod-resources': { path: '/var/lib/kubelet/pod-resources', write: true },
  // Has to be there: on a node without the driver the pod waits, and no empty folder looks like a driver.
  driver: { path: '/usr/local/Ascend/driver', write: false, type: 'Directory' },
  logs: { path: '/var/log/mindx-dl/devicePlugin', write: true, type: 'DirectoryOrCreate' },
  tmp: { path: '/tmp', write: true },
} as const;

/** Advertises Ascend accelerators. Huawei publishes no chart for it alone, so its objects stand here. */
export class AscendDevicePlugin extends Construct {
  public constructor(scope: Construct, id: string, { image, namespace, pools }: AscendDevicePluginProps) {
    super(scope, id);
    const labels = { 'app.kubernetes.io/name': NAME };
    new ServiceAccount(this, 'account', { metadata: { name: NAME, namespace } });
    new ClusterRole(this, 'role', { metadata: { name: NAME }, rules: RIGHTS });
    new ClusterRoleBinding(this, 'binding', {
      metadata: { name: NAME },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: NAME },
      subjects: [{ kind: 'ServiceAccount', name: NAME, namespace }],
    });
    new DaemonSet(this, 'daemons', {
      metadata: { name: NAME, namespace },
      spec: {
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: {
            serviceAccountName: NAME,
            priorityClassName: 'system-node-critical',
            affinity: affinityFor(pools),
            tolerations: tolerationsFor(pools),
            containers: [container(image)],
            volumes: volumes(),
          },
        },
      },
    });
  }
}

function container(image: string): Container {
  const amounts = { cpu: '500m', memory: '500Mi' };
  const field = (name: string, fieldPath: string) => ({ name, valueFrom: { fieldRef: { fieldPath } } });
  return {
    name: NAME,
    image,
    imagePullPolicy: 'IfNotPresent',
    command: ['/bin/bash', '-c', '--'],
    args: [`device-plugin -logFile=${FOLDERS.logs.path}/devicePlugin.log -logLevel=0`],
    env: [field('NODE_NAME', 'spec.nodeName'), field('HOST_IP', 'status.hostIP')],
    // It opens the devices themselves; no narrower right lets it.
    securityContext: { privileged: true, readOnlyRootFilesystem: true },
    resources: { requests: amounts, limits: amounts },
    volumeMounts: Object.entries(FOLDERS).map(([name, { path, write }]) => ({
      name,
      mountPath: path,
      readOnly: !write,
    })),
  };
}

function volumes(): readonly Volume[] {
  return Object.entries(FOLDERS).map(([name, { path, ...rest }]) => ({
    name,
    hostPath: { path, ...('type' in rest ? { type: rest.type } : {}) },
  }));
}
