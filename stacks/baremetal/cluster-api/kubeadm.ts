import type { NodeLabels } from '../../../constructs/accelerators/index.ts';
import type { Taint } from '../../../spec/facts.ts';
import type { PlatformOn } from '../../../spec/platform.ts';
import { METADATA } from './machine-template.ts';

/** A file that a machine gets before kubeadm runs. */
export interface MachineFile {
  readonly path: string;
  readonly owner: string;
  readonly permissions: string;
  readonly content?: string;
  readonly contentFrom?: { readonly secret: { readonly name: string; readonly key: string } };
}

/**
 * How a machine joins: under its host's name, which Ceph counts on, with its labels and taints from the first moment.
 *
 * All labels go through the kubelet, which may set any outside Kubernetes' own domains; the spec's rules keep those from users. Changed
 * labels and taints reach machines that are made afterwards.
 */
export function nodeRegistration(labels: NodeLabels, taints: readonly Taint[]) {
  const all = {
    // Metal3 finds the node by it, and the site is the zone, so that what spreads over zones spreads over sites.
    'metal3.io/uuid': METADATA.uuid,
    'topology.kubernetes.io/zone': METADATA.site,
    ...labels,
  };
  return {
    name: METADATA.host,
    kubeletExtraArgs: [
      { name: 'node-ip', value: METADATA.address },
      { name: 'node-labels', value: pairs(all) },
    ],
    // An empty list says: not even that of the control plane, whose machines carry the platform's own controllers.
    taints: taints.map(({ effect, key, value }) => ({ key, value, effect })),
  };
}

/** Where machines pull images from; containerd reads a folder for each registry. */
export function mirrorFiles({ target }: PlatformOn<'baremetal'>): readonly MachineFile[] {
  const entries = Object.entries(target.mirrors).sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.map(([registry, url]) => ({
    path: `/etc/containerd/certs.d/${registry}/hosts.toml`,
    owner: 'root:root',
    permissions: '0644',
    content: hostsToml(url),
  }));
}

function hostsToml(url: string): string {
  const lines = [`[host.${JSON.stringify(url)}]`, '  capabilities = ["pull", "resolve"]'];
  return [...lines, ...(new URL(url).pathname === '/' ? [] : ['  override_path = true']), ''].join('\n');
}

/** Labels as flags and annotations write them. */
export function pairs(labels: NodeLabels): string {
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
}
