import { findInstance } from '../../catalog/index.ts';
import type { PoolSpec } from '../../spec/pool.ts';
import type { PoolShape } from '../../spec/pool-shape.ts';

/** A slice: TPU machines that are wired to one another and obtained together. */
export interface TpuSlice {
  /** Shape of the wiring, such as `4x8`. */
  readonly topology: string;
  /** Whether it is asked for by a workload policy: the newest chips take no shape at the pool. */
  readonly byPolicy: boolean;
}

/** Shapes of slices on a plane (v5e, v6e) and in space (v7x), by their number of chips. From Google's "TPU configurations". */
const PLANE: Readonly<Record<number, string>> = {
  8: '2x4',
  16: '4x4',
  32: '4x8',
  64: '8x8',
  128: '8x16',
  256: '16x16',
};
const SPACE: Readonly<Record<number, string>> = {
  8: '2x2x2',
  16: '2x2x4',
  32: '2x4x4',
  64: '4x4x4',
  128: '4x4x8',
  256: '4x8x8',
  512: '8x8x8',
};
/** Chips in space. */
const IN_SPACE: readonly string[] = ['google-tpu7x'];

/** Whether a pool is one slice of several machines: its gangs must stay within one network block, which for TPUs is the slice. */
export function isSlice(pool: PoolSpec, shape: PoolShape | undefined): boolean {
  return shape?.fabric.kind === 'ici' && pool.topology === 'required' && pool.nodes.max > 1;
}

/** Chips in a machine that can be wired to others. */
const WIRED = 4;

/**
 * The slice that a pool's machines make together.
 *
 * @param instance - machine type
 * @param machines - how many the pool has
 * @returns nothing where Google has no slice of that size
 */
export function tpuSlice(instance: string, machines: number): TpuSlice | undefined {
  const known = findInstance('gcp', instance);
  if (known?.count !== WIRED) return undefined;
  const byPolicy = known.accelerator !== undefined && IN_SPACE.includes(known.accelerator);
  const topology = (byPolicy ? SPACE : PLANE)[machines * WIRED];
  return topology === undefined ? undefined : { topology, byPolicy };
}
