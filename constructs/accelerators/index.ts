/** Accelerators: drivers, device plugins, partitions, RDMA devices and sandboxes, each with one owner on each pool. */
export { type AcceleratorNeeds, acceleratorNeeds } from './accelerator-needs.ts';
export { type AcceleratorPool, acceleratorPools } from './accelerator-pool.ts';
export { Accelerators, type AcceleratorsProps, needsAccelerators } from './accelerators.ts';
export { AgentNamespace, type AgentNamespaceProps } from './agent-namespace.ts';
export { type AmdGpuOperatorValues, amdGpuOperatorValues } from './amd-gpu-operator-values.ts';
export { AmdPool, type AmdPoolProps } from './amd-pool.ts';
export { AscendDevicePlugin, type AscendDevicePluginProps } from './ascend-device-plugin.ts';
export { DCGM_FIELDS, type DcgmField, DcgmMetrics, type DcgmMetricsProps } from './dcgm-fields.ts';
export { DevicePluginConfig, type DevicePluginConfigProps } from './device-plugin-config.ts';
export { type EfaValues, efaValues } from './efa-values.ts';
export { GkeDriver, type GkeDriverProps } from './gke-driver.ts';
export { GpudirectAgents, type GpudirectAgentsProps } from './gpudirect-agents.ts';
export { GpudirectNetworks, type GpudirectNetworksProps } from './gpudirect-networks.ts';
export { type KataDeployValues, kataDeployValues } from './kata-deploy-values.ts';
export { MigConfig, type MigConfigProps } from './mig-config.ts';
export { type NetworkOperatorValues, networkOperatorValues } from './network-operator-values.ts';
export { type NeuronValues, neuronValues } from './neuron-values.ts';
export { type NfdValues, nfdValues } from './nfd-values.ts';
export {
  AMD_PARTITION_LABEL,
  acceleratorNodeLabels,
  type NodeLabels,
  NVIDIA_LABELS,
  nodeLabelsOf,
} from './node-labels.ts';
export { type NvidiaDraDriverValues, nvidiaDraDriverValues } from './nvidia-dra-driver-values.ts';
export {
  type NvidiaGpuOperatorInput,
  type NvidiaGpuOperatorValues,
  nvidiaGpuOperatorValues,
} from './nvidia-gpu-operator-values.ts';
export { affinityFor, tolerationsFor } from './placement.ts';
export { PoolDeviceClass } from './pool-device-class.ts';
export { RdmaDevices, type RdmaDevicesProps } from './rdma-devices.ts';
export { type Sandbox, SandboxRuntime, type SandboxRuntimeProps } from './sandbox-runtime.ts';
export { TeamClaims, type TeamClaimsProps } from './team-claims.ts';
