/** Autoscaling: nodes that come when jobs wait and go when nothing runs on them. */
export { Autoscaling } from './autoscaling.ts';
export { AwsNodeClass, type AwsNodeClassProps } from './aws-node-class.ts';
export { AzureNodeClass, type AzureNodeClassProps } from './azure-node-class.ts';
export { type ClusterAutoscalerValues, clusterAutoscalerValues } from './cluster-autoscaler-values.ts';
export { DeviceOverlay, type DeviceOverlayProps } from './device-overlay.ts';
export { type ElasticPool, elasticPools, needsAutoscaling } from './elastic-pool.ts';
export { KarpenterPool, type KarpenterPoolProps } from './karpenter-pool.ts';
export { type KarpenterValues, karpenterValues } from './karpenter-values.ts';
export { PoolComputeClass, type PoolComputeClassProps } from './pool-compute-class.ts';
