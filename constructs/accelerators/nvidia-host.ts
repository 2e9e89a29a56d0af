import type { PlatformSpec } from '../../spec/platform.ts';
import type { AcceleratorPool } from './accelerator-pool.ts';

/** Where NVIDIA's software lies on the nodes of a place. */
export interface NvidiaHost {
  /** Folder under which the driver of the image or of the operator lies; seen from the host. */
  readonly driverInstallDir: string;
  /** Folder into which the operator puts the container toolkit, where it does. */
  readonly toolkitInstallDir: string;
  /** RuntimeClass that the operator's own pods name. */
  readonly runtimeClass: string;
  /** Whether devices are injected by an NRI plugin, because the runtime's configuration cannot be changed. */
  readonly nriPlugin: boolean;
  /** Further variables of the toolkit's container. */
  readonly toolkitEnv: Readonly<Record<string, string>>;
}

const USUAL: NvidiaHost = {
  driverInstallDir: '/run/nvidia/driver',
  toolkitInstallDir: '/usr/local/nvidia',
  runtimeClass: 'nvidia',
  nriPlugin: false,
  toolkitEnv: {},
};

/** Folder that Container-Optimized OS lets programs be run from. */
const GKE_ROOT = '/home/kubernetes/bin/nvidia';
/** Folder into which Talos extensions put libraries. */
const TALOS_ROOT = '/usr/local';

/** Where NVIDIA's software lies in a place. Sources: NVIDIA's guides for GKE and AKS, Sidero's for Talos. */
export function nvidiaHost({ target }: PlatformSpec, pools: readonly AcceleratorPool[]): NvidiaHost {
  const toolkitOfImage = pools.length > 0 && pools.every(bringsToolkit);
  if (target.kind === 'gcp')
    return {
      ...USUAL,
      driverInstallDir: GKE_ROOT,
      toolkitInstallDir: GKE_ROOT,
      toolkitEnv: { RUNTIME_CONFIG_SOURCE: 'file' },
    };
  // The node image of AKS has a handler of its own, and none called `nvidia`.
  if (target.kind === 'azure' && toolkitOfImage) return { ...USUAL, runtimeClass: 'nvidia-container-runtime' };
  if (!isTalos(target)) return USUAL;
  const talos = { ...USUAL, driverInstallDir: TALOS_ROOT };
  // From 1.15 the extension brings the driver only, and of the image's file system only /var can be written.
  return toolkitOfImage ? talos : { ...talos, toolkitInstallDir: '/var/lib/nvidia', nriPlugin: true };
}

/**
 * Whether the machine image of a pool has NVIDIA's container toolkit.
 *
 * Without a word in the facts: where AWS, Azure, DigitalOcean or Talos brings the driver, it brings the toolkit too.
 * GKE has none. On other machines the operator brings it: an image without the toolkit is the more common one.
 */
export function bringsToolkit({ facts, target }: Pick<AcceleratorPool, 'facts' | 'target'>): boolean {
  if (facts.containerToolkit !== undefined) return facts.containerToolkit === 'machineImage';
  if (facts.driver === 'operator') return false;
  return ['aws', 'azure', 'digitalocean'].includes(target.kind) || isTalos(target);
}

/** Folder under which the DRA driver finds the libraries of a pool's driver. */
export function driverRoot({ facts, target }: Pick<AcceleratorPool, 'facts' | 'target'>): string {
  // Google's installer puts it there as well.
  if (target.kind === 'gcp') return GKE_ROOT;
  if (facts.driver === 'operator') return USUAL.driverInstallDir;
  return isTalos(target) ? TALOS_ROOT : '/';
}

function isTalos(target: PlatformSpec['target']): boolean {
  return target.kind === 'baremetal' && target.distribution === 'talos';
}
