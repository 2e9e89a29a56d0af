import type { Accelerator } from './accelerator.ts';
import { migProfiles } from './mig-profiles.ts';

const nvidia = { vendor: 'nvidia', resource: 'nvidia.com/gpu' } as const;
const amd = { vendor: 'amd', resource: 'amd.com/gpu' } as const;
const google = { vendor: 'google', resource: 'google.com/tpu', partitions: {} } as const;
/** `aws.amazon.com/neuron` counts whole devices; `aws.amazon.com/neuroncore`, which counts cores, is not used. */
const aws = { vendor: 'aws', resource: 'aws.amazon.com/neuron', partitions: {} } as const;
/** As Huawei's own device plugin counts; HAMi names each bin (`huawei.com/Ascend910B2`) instead. */
const huawei = { vendor: 'huawei', resource: 'huawei.com/Ascend910', partitions: {} } as const;

/**
 * Accelerator models by name.
 *
 * Partitions of AMD models are named as the device plugin's `mixed` strategy names its resources: compute mode, then
 * memory mode. Only combinations that the AMD GPU operator's documents or the device plugin's name are here.
 *
 * `reportedGib` is what public logs of vLLM and PyTorch show (`total_gpu_memory`, `total capacity of`), rounded down; not every
 * log names the accelerator beside it.
 */
export const accelerators = {
  'nvidia-v100-32gb': { title: 'NVIDIA V100 32GB', memoryGib: 32, ...nvidia, partitions: {} },
  'nvidia-t4': { title: 'NVIDIA T4', memoryGib: 16, reportedGib: 14.56, ...nvidia, partitions: {} },
  'nvidia-a10': { title: 'NVIDIA A10', memoryGib: 24, ...nvidia, partitions: {} },
  'nvidia-a10g': { title: 'NVIDIA A10G', memoryGib: 24, ...nvidia, partitions: {} },
  'nvidia-l4': { title: 'NVIDIA L4', memoryGib: 24, reportedGib: 22.07, ...nvidia, partitions: {} },
  'nvidia-l40s': { title: 'NVIDIA L40S', memoryGib: 48, reportedGib: 44.34, ...nvidia, partitions: {} },
  'nvidia-rtx-4000-ada': { title: 'NVIDIA RTX 4000 Ada', memoryGib: 20, ...nvidia, partitions: {} },
  'nvidia-rtx-6000-ada': { title: 'NVIDIA RTX 6000 Ada', memoryGib: 48, reportedGib: 47.37, ...nvidia, partitions: {} },
  'nvidia-rtx-pro-4500-blackwell': {
    title: 'NVIDIA RTX PRO 4500 Blackwell',
    memoryGib: 32,
    ...nvidia,
    partitions: migProfiles['rtx-pro-4500'],
  },
  'nvidia-rtx-pro-6000-blackwell-server': {
    title: 'NVIDIA RTX PRO 6000 Blackwell Server',
    memoryGib: 96,
    ...nvidia,
    partitions: migProfiles['rtx-pro-6000'],
  },
  'nvidia-a100-40gb': {
    title: 'NVIDIA A100 40GB',
    memoryGib: 40,
    reportedGib: 39.5,
    ...nvidia,
    partitions: migProfiles['a100-40gb'],
  },
  'nvidia-a100-80gb': {
    title: 'NVIDIA A100 80GB',
    memoryGib: 80,
    reportedGib: 79.15,
    ...nvidia,
    partitions: migProfiles['a100-80gb'],
  },
  'nvidia-a100-80gb-pcie': {
    title: 'NVIDIA A100 80GB PCIe',
    memoryGib: 80,
    ...nvidia,
    partitions: migProfiles['a100-80gb'],
  },
  'nvidia-h100-80gb': {
    title: 'NVIDIA H100 80GB',
    memoryGib: 80,
    reportedGib: 79.1,
    ...nvidia,
    partitions: migProfiles['h100-80gb'],
  },
  'nvidia-h100-mega-80gb': {
    title: 'NVIDIA H100 80GB (Mega)',
    memoryGib: 80,
    ...nvidia,
    partitions: migProfiles['h100-80gb'],
  },
  'nvidia-h100-nvl': { title: 'NVIDIA H100 NVL', memoryGib: 94, ...nvidia, partitions: migProfiles['h100-94gb'] },
  /** Partitions in confidential mode were found in no document. */
  'nvidia-h100-nvl-confidential': {
    title: 'NVIDIA H100 NVL (confidential)',
    memoryGib: 94,
    ...nvidia,
    partitions: {},
  },
  'nvidia-h200-141gb': {
    title: 'NVIDIA H200 141GB',
    memoryGib: 141,
    reportedGib: 139.72,
    ...nvidia,
    partitions: migProfiles.h200,
  },
  'nvidia-b200': { title: 'NVIDIA B200', memoryGib: 180, reportedGib: 178.35, ...nvidia, partitions: migProfiles.b200 },
  'nvidia-b300': { title: 'NVIDIA B300', memoryGib: 288, ...nvidia, partitions: migProfiles.b300 },
  'nvidia-gb200': { title: 'NVIDIA GB200', memoryGib: 186, ...nvidia, partitions: migProfiles.gb200 },
  'nvidia-gb300': { title: 'NVIDIA GB300', ...nvidia, partitions: migProfiles.gb300 },
  'amd-mi300x': {
    title: 'AMD MI300X',
    memoryGib: 192,
    ...amd,
    partitions: { cpx_nps1: 8, cpx_nps4: 8, dpx_nps2: 2 },
  },
  'amd-mi325x': { title: 'AMD MI325X', memoryGib: 256, ...amd, partitions: { dpx_nps2: 2 } },
  'amd-mi350x': { title: 'AMD MI350X', memoryGib: 288, ...amd, partitions: { cpx_nps2: 8, dpx_nps2: 2 } },
  'amd-mi355x': { title: 'AMD MI355X', memoryGib: 288, ...amd, partitions: { cpx_nps2: 8, dpx_nps2: 2 } },
  'google-tpu-v5e': { title: 'Google TPU v5e', memoryGib: 16, ...google },
  'google-tpu-v6e': { title: 'Google TPU v6e (Trillium)', memoryGib: 32, ...google },
  'google-tpu7x': { title: 'Google TPU7x (Ironwood)', ...google },
  'aws-inferentia2': { title: 'AWS Inferentia2', memoryGib: 32, ...aws },
  'aws-trainium': { title: 'AWS Trainium', memoryGib: 32, ...aws },
  'aws-trainium2': { title: 'AWS Trainium2', memoryGib: 96, ...aws },
  'huawei-ascend-910b': { title: 'Huawei Ascend 910B (B2/B3 bins)', memoryGib: 64, ...huawei },
  'huawei-ascend-910b4': { title: 'Huawei Ascend 910B4', memoryGib: 32, ...huawei },
} as const satisfies Record<string, Accelerator>;

/** Name of an accelerator model. */
export type AcceleratorName = keyof typeof accelerators;
