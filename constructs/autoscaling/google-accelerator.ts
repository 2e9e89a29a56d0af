import { type AcceleratorName, findInstance } from '../../catalog/index.ts';
import type { ComputeClassPriority } from '../imports/gke-compute-class.ts';

/** What a rule of a compute class says of accelerators. */
type Accelerators = Pick<Exclude<ComputeClassPriority, { nodepools: readonly string[] }>, 'gpu' | 'tpu'>;

/** GKE's names of accelerators. From GKE’s documentation of GPU and TPU node pools. */
const GPUS: Partial<Record<AcceleratorName, string>> = {
  'nvidia-t4': 'nvidia-tesla-t4',
  'nvidia-l4': 'nvidia-l4',
  'nvidia-a100-40gb': 'nvidia-tesla-a100',
  'nvidia-a100-80gb': 'nvidia-a100-80gb',
  'nvidia-h100-80gb': 'nvidia-h100-80gb',
  'nvidia-h100-mega-80gb': 'nvidia-h100-mega-80gb',
  'nvidia-h200-141gb': 'nvidia-h200-141gb',
  'nvidia-b200': 'nvidia-b200',
  'nvidia-gb200': 'nvidia-gb200',
  'nvidia-gb300': 'nvidia-gb300',
  'nvidia-rtx-pro-6000-blackwell-server': 'nvidia-rtx-pro-6000',
};

/** TPU types, and the shape of a slice that is one machine, by its number of chips. */
const TPUS: Partial<Record<AcceleratorName, { readonly type: string; readonly topology: Record<number, string> }>> = {
  'google-tpu-v5e': { type: 'tpu-v5-lite-podslice', topology: { 1: '1x1', 4: '2x2', 8: '2x4' } },
  'google-tpu-v6e': { type: 'tpu-v6e-slice', topology: { 1: '1x1', 4: '2x2', 8: '2x4' } },
  'google-tpu7x': { type: 'tpu7x', topology: { 4: '2x2x1' } },
};

/** The accelerators of a Google machine as a compute class names them; what is not said GKE infers from the machine type. */
export function googleAccelerators(machineType: string): Accelerators {
  const instance = findInstance('gcp', machineType);
  if (instance?.accelerator === undefined) return {};
  const { accelerator, count } = instance;
  const tpu = TPUS[accelerator];
  const topology = tpu?.topology[count];
  if (tpu !== undefined && topology !== undefined) return { tpu: { type: tpu.type, count, topology } };
  const type = GPUS[accelerator];
  return type === undefined ? {} : { gpu: { type, count, driverVersion: 'default' } };
}
