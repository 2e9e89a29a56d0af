import type { PlatformOn } from '../../spec/platform.ts';
import { versionOf } from './versions.ts';

/** Namespace of Rook and of Ceph; Rook's own manifests name it. */
export const CEPH_NAMESPACE = 'rook-ceph';
/** Rook's manifests: definitions, rights, the operator of the drivers, its own. */
const FILES = ['crds.yaml', 'common.yaml', 'csi-operator.yaml', 'operator.yaml'];

/** Addresses of the manifests of Rook's release, which the control plane applies as soon as it works. */
export function storageManifests(spec: PlatformOn<'baremetal'>): readonly string[] {
  if (spec.target.machines.every(({ dataDisks }) => dataDisks.length === 0)) return [];
  const folder = `https://raw.githubusercontent.com/rook/rook/v${versionOf(spec, 'rook')}/deploy/examples`;
  return FILES.map((file) => `${folder}/${file}`);
}
