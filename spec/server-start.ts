import type { Gibibytes } from './units.ts';

/** Weights that go from a node's disk into its accelerators. A slow network disk; NVMe does ten times as much. Unit: GiB/s. */
const LOADING = 0.25;
/** Weights that a node fetches when it has not had them before. A quarter of 10 Gbit/s. Unit: GiB/s. */
const FETCHING = 0.3;
/** Compiling and recording of CUDA graphs, which comes on top whatever the size. Unit: seconds. */
const WARMING = 300;
/** Weights that are assumed where nobody knows them. Unit: GiB. */
const UNKNOWN = 150;

/** Longest that the server of a language model may take from its container's start to its first answer. Unit: seconds. */
export function serverStart(weights: Gibibytes | undefined): number {
  return Math.ceil(WARMING + (weights ?? UNKNOWN) / LOADING);
}

/** The same with the way of the weights to a node that has not had them. Unit: seconds. */
export function firstServerStart(weights: Gibibytes | undefined): number {
  return Math.ceil(serverStart(weights) + (weights ?? UNKNOWN) / FETCHING);
}
