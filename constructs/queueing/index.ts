/** Queueing: who may use how many accelerators, and who waits. */
export {
  FLEET_ACCOUNT,
  FleetAccount,
  type FleetAccountProps,
  FleetArrival,
  type FleetArrivalProps,
} from './fleet-arrival.ts';
export {
  FleetDispatch,
  type FleetDispatchProps,
  FleetWorkers,
  KUBECONFIG_KEY,
  kubeconfigSecret,
} from './fleet-dispatch.ts';
export { GangAdmission, type GangAdmissionProps } from './gang-admission.ts';
export {
  type DeviceClassCount,
  type KueueFramework,
  type KueueValues,
  kueueConfiguration,
  kueueFrameworks,
  kueueValues,
} from './kueue-values.ts';
export { NetworkTopology, type NetworkTopologyProps } from './network-topology.ts';
export { Organisation, type OrganisationProps } from './organisation.ts';
export { PoolFlavor, type PoolFlavorProps } from './pool-flavor.ts';
export { LOCAL_QUEUES, Queueing, type QueueingProps } from './queueing.ts';
export { TeamQueue, type TeamQueueProps, type TeamQuota } from './team-queue.ts';
