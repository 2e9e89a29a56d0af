import { type accelerators, findInstance, type InstanceTarget } from '../../catalog/index.ts';
import type { PoolSpec } from '../../spec/pool.ts';
import type { Patient } from './check.ts';

/** What a pool of accelerators wants from a cloud. */
export interface PoolNeed {
  /** The pool. */
  readonly pool: PoolSpec;
  /** Instance type. */
  readonly instance: string;
  /** Place in the spec. */
  readonly at: string;
  /** Zones that it may stand in. Empty: any. */
  readonly zones: readonly string[];
  /** vCPUs of the pool at its largest. @default - the catalogue does not know */
  readonly vcpus?: number;
  /** Accelerators of the pool at its largest. */
  readonly devices: number;
  /** Accelerator, as the catalogue calls it. */
  readonly accelerator: keyof typeof accelerators;
}

/** The pools of a platform that have accelerators of a cloud. */
export function poolNeeds({ spec }: Patient): PoolNeed[] {
  const { kind } = spec.target;
  return spec.pools.flatMap((pool, index) => {
    const instance = pool.instance ?? '';
    const known = findInstance(kind as InstanceTarget, instance);
    if (known?.accelerator === undefined) return [];
    const zones = pool.zones.length > 0 ? pool.zones : 'zones' in spec.target ? spec.target.zones : [];
    const { max } = pool.nodes;
    const at = `pools[${index}].instance`;
    const accelerator = known.accelerator;
    return [
      {
        pool,
        instance,
        at,
        zones,
        vcpus: known.vcpus === undefined ? undefined : max * known.vcpus,
        devices: max * known.count,
        accelerator,
      },
    ];
  });
}
