import { ComponentResource, type ComponentResourceOptions, type Output } from '@pulumi/pulumi';
import type { PoolFacts } from '../../spec/facts.ts';
import type { PlatformOn } from '../../spec/platform.ts';
import type { PoolSpec } from '../../spec/pool.ts';
import { poolShape } from '../../spec/pool-shape.ts';
import { Schematic } from './talos.ts';
import { versionOf } from './versions.ts';

/** Which images. */
export interface ImagesArgs {
  /** The platform. */
  readonly spec: PlatformOn<'baremetal'>;
  /** What is known of its pools. */
  readonly pools: readonly PoolFacts[];
}

/** Driver and container toolkit of NVIDIA. Both of the same branch. */
const NVIDIA = [
  'siderolabs/nvidia-open-gpu-kernel-modules-production',
  'siderolabs/nvidia-container-toolkit-production',
];
/** Driver of AMD and what the accelerator itself loads. */
const AMD = ['siderolabs/amdgpu'];
/** Sandboxes of the teams. */
const SANDBOXES = { gvisor: 'siderolabs/gvisor', kata: 'siderolabs/kata-containers' } as const;

/**
 * Images of the operating system: for the control plane, and for each pool one that holds the driver of its accelerators. The Image
 * Factory builds them; pools with the same extensions have the same one.
 *
 * Another image in a machine's configuration does not upgrade a machine that runs: `talosctl upgrade` does, one after another.
 */
export class Images extends ComponentResource {
  readonly #installers = new Map<string, Output<string>>();
  readonly #args: ImagesArgs;
  readonly #name: string;

  public constructor(name: string, args: ImagesArgs, opts?: ComponentResourceOptions) {
    super('plinth:baremetal:Images', name, {}, opts);
    this.#name = name;
    this.#args = args;
    this.of(undefined);
    for (const pool of args.spec.pools) this.of(pool);
    this.registerOutputs();
  }

  /** Image from which a pool's machines are installed; of the control plane's without a pool. */
  public of(pool: PoolSpec | undefined): Output<string> {
    const { pools, spec } = this.#args;
    const facts = pools.find(({ name }) => name === pool?.name);
    const extensions = extensionsOf(spec, pool, facts);
    const short = [...new Set(extensions.map((each) => each.split('/')[1]?.split('-')[0]))].join('-') || 'plain';
    const known = this.#installers.get(short);
    if (known !== undefined) return known;
    const installer = this.#installer(`${this.#name}-${short}`, extensions);
    this.#installers.set(short, installer);
    return installer;
  }

  #installer(name: string, officialExtensions: readonly string[]): Output<string> {
    const schematic = JSON.stringify({ customization: { systemExtensions: { officialExtensions } } });
    const { id } = new Schematic(name, { schematic }, { parent: this });
    const version = versionOf(this.#args.spec, 'talos');
    return id.apply((found) => `factory.talos.dev/metal-installer/${found}:v${version}`);
  }
}

/** What a pool's machines have beyond Talos itself. */
function extensionsOf(
  { teams }: PlatformOn<'baremetal'>,
  pool: PoolSpec | undefined,
  facts: PoolFacts | undefined,
): readonly string[] {
  if (pool === undefined) return [];
  const vendor = poolShape('baremetal', pool)?.accelerator?.vendor;
  const driver = facts?.driver !== 'machineImage' ? [] : vendor === 'nvidia' ? NVIDIA : vendor === 'amd' ? AMD : [];
  const sandboxes = teams.flatMap(({ sandbox }) => (sandbox === 'none' ? [] : [SANDBOXES[sandbox]]));
  return [...new Set([...driver, ...sandboxes])].sort();
}
