import type { Rule } from '../finding.ts';
import type { PlatformSpec } from '../platform.ts';
import { accessCertificates } from './access-certificates.ts';
import { accessDns } from './access-dns.ts';
import { accessExposure } from './access-exposure.ts';
import { accessGroups } from './access-groups.ts';
import { accessHosts } from './access-hosts.ts';
import { accessMissing } from './access-missing.ts';
import { accessSecrets } from './access-secrets.ts';
import { accessSignIn } from './access-sign-in.ts';
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
import { edgeAccess } from './edge-access.ts';
import { edgeDisk } from './edge-disk.ts';
import { edgeFits } from './edge-fits.ts';
import { edgeImages } from './edge-images.ts';
import { edgeKubeedge } from './edge-kubeedge.ts';
import { edgeLinks } from './edge-links.ts';
import { edgeMachines } from './edge-machines.ts';
import { edgeNames } from './edge-names.ts';
import { edgeRings } from './edge-rings.ts';
import { edgeSigners } from './edge-signers.ts';
import { edgeWorkloads } from './edge-workloads.ts';
import { endpointAccelerators } from './endpoint-accelerators.ts';
import { endpointFabric } from './endpoint-fabric.ts';
import { endpointFits } from './endpoint-fits.ts';
import { endpointKeys } from './endpoint-keys.ts';
import { endpointModel } from './endpoint-model.ts';
import { endpointNames } from './endpoint-names.ts';
import { endpointPlace } from './endpoint-place.ts';
import { endpointPriority } from './endpoint-priority.ts';
import { endpointQuota } from './endpoint-quota.ts';
import { endpointReplicas } from './endpoint-replicas.ts';
import { endpointStart } from './endpoint-start.ts';
import { endpointVendor } from './endpoint-vendor.ts';
import { envelopeNamespaces } from './envelope-namespaces.ts';
import { envelopeNodes } from './envelope-nodes.ts';
import { envelopePods } from './envelope-pods.ts';
import { existingNetwork } from './existing-network.ts';
import { fabricTraining } from './fabric-training.ts';
import { fixedSize } from './fixed-size.ts';
import { fleetReferences } from './fleet-references.ts';
import { flexStartRun } from './flex-start-run.ts';
import { gangOnShared } from './gang-on-shared.ts';
import { guaranteedFits } from './guaranteed-fits.ts';
import { imageMirrors } from './image-mirrors.ts';
import { imagePeers } from './image-peers.ts';
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
import { policyBudgets } from './policy-budgets.ts';
import { policyEgress } from './policy-egress.ts';
import { policyExceptions } from './policy-exceptions.ts';
import { policySignatures } from './policy-signatures.ts';
import { poolDescription } from './pool-description.ts';
import { poolSelector } from './pool-selector.ts';
import { poolUnits } from './pool-units.ts';
import { poolZones } from './pool-zones.ts';
import { properNetworks } from './proper-networks.ts';
import { reclaimableRange } from './reclaimable-range.ts';
import { registryHosts } from './registry-hosts.ts';
import { registryNames } from './registry-names.ts';
import { registryStorage } from './registry-storage.ts';
import { registryTeams } from './registry-teams.ts';
import { releaseEndpointModel } from './release-endpoint-model.ts';
import { releaseSignerKeys } from './release-signer-keys.ts';
import { releaseSigners } from './release-signers.ts';
import { releasesServing } from './releases-serving.ts';
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
import { telemetryStore } from './telemetry-store.ts';
import { telemetryViewers } from './telemetry-viewers.ts';
import { trainingGang } from './training-gang.ts';
import { trainingGoodput } from './training-goodput.ts';
import { unusedPool } from './unused-pool.ts';
import { verificationReleases } from './verification-releases.ts';

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
  accessMissing,
  accessHosts,
  accessCertificates,
  accessDns,
  accessExposure,
  accessSignIn,
  accessGroups,
  accessSecrets,
  releasesServing,
  releaseSigners,
  releaseSignerKeys,
  releaseEndpointModel,
  endpointNames,
  endpointKeys,
  endpointPlace,
  endpointReplicas,
  endpointPriority,
  endpointAccelerators,
  endpointFits,
  endpointVendor,
  endpointQuota,
  endpointFabric,
  endpointModel,
  endpointStart,
  imageMirrors,
  imagePeers,
  fleetReferences,
  edgeAccess,
  edgeNames,
  edgeRings,
  edgeWorkloads,
  edgeMachines,
  edgeFits,
  edgeDisk,
  edgeLinks,
  edgeSigners,
  edgeImages,
  edgeKubeedge,
  registryHosts,
  registryNames,
  registryTeams,
  registryStorage,
  telemetryStore,
  telemetryViewers,
  policyBudgets,
  policyEgress,
  policyExceptions,
  policySignatures,
  verificationReleases,
];
