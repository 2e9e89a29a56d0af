import type { Rule } from '../finding.ts';
import type { PlatformSpec } from '../platform.ts';
import { apiServer } from './api-server.ts';
import { borrowableFits } from './borrowable-fits.ts';
import { bucketNames } from './bucket-names.ts';
import { capacityAutoscaler } from './capacity-autoscaler.ts';
import { capacityInstance } from './capacity-instance.ts';
import { capacityMinimum } from './capacity-minimum.ts';
import { capacityTarget } from './capacity-target.ts';
import { checkpointVolume } from './checkpoint-volume.ts';
import { cohortTeamNames } from './cohort-team-names.ts';
import { componentChart } from './component-chart.ts';
import { componentFloor } from './component-floor.ts';
import { componentKubernetes } from './component-kubernetes.ts';
import { componentWithoutChart } from './component-without-chart.ts';
import { departmentCycle } from './department-cycle.ts';
import { derivedTeamNames } from './derived-team-names.ts';
import { draSharing } from './dra-sharing.ts';
import { draVendor } from './dra-vendor.ts';
import { duplicateNames } from './duplicate-names.ts';
import { envelopeNamespaces } from './envelope-namespaces.ts';
import { envelopeNodes } from './envelope-nodes.ts';
import { envelopePods } from './envelope-pods.ts';
import { existingNetwork } from './existing-network.ts';
import { fabricTraining } from './fabric-training.ts';
import { fixedSize } from './fixed-size.ts';
import { flexStartRun } from './flex-start-run.ts';
import { gangOnShared } from './gang-on-shared.ts';
import { guaranteedFits } from './guaranteed-fits.ts';
import { knownAccelerator } from './known-accelerator.ts';
import { knownComponent } from './known-component.ts';
import { knownDepartment } from './known-department.ts';
import { knownInstance } from './known-instance.ts';
import { knownQuotaPool } from './known-quota-pool.ts';
import { kubernetesMinor } from './kubernetes-minor.ts';
import { longCohortNames } from './long-cohort-names.ts';
import { machineAccelerators } from './machine-accelerators.ts';
import { machineTarget } from './machine-target.ts';
import { networkOverlap } from './network-overlap.ts';
import { networkRoom } from './network-room.ts';
import { nodeRange } from './node-range.ts';
import { operatorDriver } from './operator-driver.ts';
import { partitionProfile } from './partition-profile.ts';
import { poolDescription } from './pool-description.ts';
import { poolSelector } from './pool-selector.ts';
import { poolUnits } from './pool-units.ts';
import { poolZones } from './pool-zones.ts';
import { properNetworks } from './proper-networks.ts';
import { reclaimableRange } from './reclaimable-range.ts';
import { repeatedEntries } from './repeated-entries.ts';
import { requiredTopology } from './required-topology.ts';
import { reservationZones } from './reservation-zones.ts';
import { reservedLabels } from './reserved-labels.ts';
import { reservedPoolNames } from './reserved-pool-names.ts';
import { reservedTeamNames } from './reserved-team-names.ts';
import { sharedTrust } from './shared-trust.ts';
import { sharingVendor } from './sharing-vendor.ts';
import { teamEgress } from './team-egress.ts';
import { teamFabric } from './team-fabric.ts';
import { teamQuota } from './team-quota.ts';
import { teamSandbox } from './team-sandbox.ts';
import { trainingGang } from './training-gang.ts';
import { trainingGoodput } from './training-goodput.ts';
import { unusedPool } from './unused-pool.ts';

/** Everything that is checked about a platform whose shape is right; all rules run, in this order. */
export const platformRules: readonly Rule<PlatformSpec>[] = [
  duplicateNames,
  repeatedEntries,
  longCohortNames,
  reservedPoolNames,
  reservedTeamNames,
  derivedTeamNames,
  cohortTeamNames,
  bucketNames,
  reservedLabels,
  kubernetesMinor,
  knownComponent,
  componentChart,
  componentWithoutChart,
  componentFloor,
  componentKubernetes,
  poolDescription,
  machineTarget,
  knownInstance,
  knownAccelerator,
  machineAccelerators,
  poolUnits,
  nodeRange,
  fixedSize,
  poolZones,
  poolSelector,
  capacityTarget,
  capacityInstance,
  capacityMinimum,
  capacityAutoscaler,
  flexStartRun,
  reservationZones,
  partitionProfile,
  sharingVendor,
  sharedTrust,
  draVendor,
  draSharing,
  operatorDriver,
  requiredTopology,
  unusedPool,
  knownQuotaPool,
  guaranteedFits,
  borrowableFits,
  reclaimableRange,
  gangOnShared,
  teamQuota,
  teamFabric,
  teamSandbox,
  teamEgress,
  knownDepartment,
  departmentCycle,
  apiServer,
  existingNetwork,
  properNetworks,
  networkOverlap,
  networkRoom,
  envelopeNodes,
  envelopeNamespaces,
  envelopePods,
  trainingGoodput,
  trainingGang,
  checkpointVolume,
  fabricTraining,
];
