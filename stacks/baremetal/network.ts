import type { PlatformOn } from '../../spec/platform.ts';
import type { ClusterObject } from '../kubernetes-object.ts';
import { manifestText } from './manifest-text.ts';
import { storageManifests } from './storage-manifests.ts';
import { imageOf, versionOf } from './versions.ts';

/** Port of the Kubernetes API on machines of the control plane. */
export const API_PORT = 6443;
/** What Cilium is told on Talos, which lets nobody load modules of the kernel. From Talos' guide to Cilium. */
const ON_TALOS = {
  'securityContext.capabilities.ciliumAgent':
    '{CHOWN,KILL,NET_ADMIN,NET_RAW,IPC_LOCK,SYS_ADMIN,SYS_RESOURCE,DAC_OVERRIDE,FOWNER,SETGID,SETUID}',
  'securityContext.capabilities.cleanCiliumState': '{NET_ADMIN,SYS_ADMIN,SYS_RESOURCE}',
  'cgroup.autoMount.enabled': 'false',
  'cgroup.hostRoot': '/sys/fs/cgroup',
  // KubePrism: every machine's own way to all machines of the control plane.
  k8sServiceHost: 'localhost',
  k8sServicePort: '7445',
};
/** Name of what installs Cilium, and of what load balancers are announced by. */
const INSTALLER = { name: 'cilium-install', namespace: 'kube-system' } as const;

/** Address or name of the machine, or machines, that answer for the Kubernetes API. */
export function apiHost({ target }: PlatformOn<'baremetal'>): string {
  return target.endpoint ?? target.machines.find(({ pool }) => pool === undefined)?.address ?? '';
}

/** Address of the Kubernetes API. */
export function apiEndpoint(spec: PlatformOn<'baremetal'>): string {
  const host = apiHost(spec);
  return `https://${host.includes(':') ? `[${host}]` : host}:${API_PORT}`;
}

/**
 * The network's part of every machine's configuration. The network itself is there already, with its switches, addresses and DHCP; what
 * is ours is that of pods and Services, and no other network plugin than Cilium and no kube-proxy.
 */
export function networkPatch({ target: { network } }: PlatformOn<'baremetal'>) {
  return {
    network: { cni: { name: 'none' }, podSubnets: [network.pods], serviceSubnets: [network.services] },
    proxy: { disabled: true },
  };
}

/**
 * Manifests that the control plane applies as soon as it works, without which no node gets ready: a job that installs Cilium, and the
 * addresses of load balancers.
 *
 * Cilium encrypts what pods send to other machines (WireGuard), and matches nodes by their addresses, as the facts say. Load balancers are
 * Cilium's too, announced by ARP: no MetalLB beside it.
 */
export function networkManifests(spec: PlatformOn<'baremetal'>): readonly { name: string; contents: string }[] {
  const addresses = spec.target.loadBalancers;
  const balancers =
    addresses === undefined ? [] : [{ name: 'load-balancers', contents: manifestText(balancerObjects(addresses)) }];
  return [{ name: 'cilium', contents: manifestText(installerObjects(spec)) }, ...balancers];
}

function settings(spec: PlatformOn<'baremetal'>): Readonly<Record<string, string>> {
  const { target } = spec;
  return {
    'ipam.mode': 'kubernetes',
    kubeProxyReplacement: 'true',
    ...(target.distribution === 'talos' ? ON_TALOS : { k8sServiceHost: apiHost(spec), k8sServicePort: `${API_PORT}` }),
    policyCIDRMatchMode: 'nodes',
    'encryption.enabled': 'true',
    'encryption.type': 'wireguard',
    ...(target.loadBalancers === undefined ? {} : { 'l2announcements.enabled': 'true' }),
  };
}

/** The job that installs Cilium, and what it may do. */
export function installerObjects(spec: PlatformOn<'baremetal'>): readonly object[] {
  const { name, namespace } = INSTALLER;
  const subjects = [{ kind: 'ServiceAccount', name, namespace }];
  return [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace } },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
      subjects,
    },
    {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name, namespace },
      spec: { backoffLimit: 10, template: { metadata: { labels: { app: name } }, spec: installerPod(spec) } },
    },
  ];
}

/** It runs before there is a network: on a machine of the control plane, in that machine's own. */
function installerPod(spec: PlatformOn<'baremetal'>): object {
  const { name } = INSTALLER;
  const set = Object.entries(settings(spec)).map(([key, value]) => `--set=${key}=${value}`);
  const env = [
    { name: 'KUBERNETES_SERVICE_HOST', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } },
    { name: 'KUBERNETES_SERVICE_PORT', value: `${API_PORT}` },
  ];
  return {
    restartPolicy: 'OnFailure',
    serviceAccountName: name,
    hostNetwork: true,
    nodeSelector: { 'node-role.kubernetes.io/control-plane': '' },
    tolerations: [{ operator: 'Exists' }],
    ...(spec.target.distribution === 'talos' ? {} : { initContainers: storageInstallers(spec, env) }),
    containers: [
      {
        name,
        image: imageOf(spec, 'cilium-cli'),
        env,
        command: ['cilium', 'install', `--version=${versionOf(spec, 'cilium')}`, ...set],
      },
    ],
  };
}

/** Rook's manifests, which Talos applies by itself: before Cilium, so that they are there as soon as a node is ready. */
function storageInstallers(spec: PlatformOn<'baremetal'>, env: readonly object[]): readonly object[] {
  const files = storageManifests(spec).map((file) => `--filename=${file}`);
  // Their definitions are too large for what a client would note down of them.
  const command = ['kubectl', 'apply', '--server-side', '--force-conflicts', ...files];
  return files.length === 0 ? [] : [{ name: 'rook-install', image: imageOf(spec, 'kubectl'), env, command }];
}

/** Addresses of load balancers, and that they are announced. */
export function balancerObjects(cidr: string): readonly ClusterObject[] {
  const metadata = { name: 'plinth' };
  return [
    { apiVersion: 'cilium.io/v2', kind: 'CiliumLoadBalancerIPPool', metadata, spec: { blocks: [{ cidr }] } },
    {
      apiVersion: 'cilium.io/v2alpha1',
      kind: 'CiliumL2AnnouncementPolicy',
      metadata,
      spec: { loadBalancerIPs: true, externalIPs: false },
    },
  ];
}
