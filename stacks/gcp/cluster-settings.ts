import type { ClusterArgs as GkeClusterArgs } from '@pulumi/gcp/container/cluster.js';
import type { Input } from '@pulumi/pulumi';
import type { GcpTarget } from '../../spec/target.ts';
import type { ResourceLimit } from './resource-limits.ts';

/** Beginning of the hours in which Google may restart things, UTC. */
const MAINTENANCE = '03:00';
/** Day from which minors are only raised by the spec. Any that is past will do. */
const EXCLUDED_FROM = '2026-01-01T00:00:00Z';
/** Logs of the control plane, and of what runs on machines. */
const LOGS = ['SYSTEM_COMPONENTS', 'WORKLOADS', 'APISERVER', 'SCHEDULER', 'CONTROLLER_MANAGER'];
/** Metrics that Google takes; those of the platform are its own Prometheus'. */
const METRICS = ['SYSTEM_COMPONENTS', 'APISERVER', 'SCHEDULER', 'CONTROLLER_MANAGER'];

/** Settings of a cluster that depend on nothing but the product: none of them can be changed without rebuilding it, or all its nodes. */
export const LASTING = {
  networkingMode: 'VPC_NATIVE',
  // Keeps NetworkPolicies. Networks of GPUDirect need it, and both must be there from the beginning.
  datapathProvider: 'ADVANCED_DATAPATH',
  enableMultiNetworking: true,
  defaultMaxPodsPerNode: 110,
  dnsConfig: { clusterDns: 'KUBE_DNS' },
} as const satisfies Partial<GkeClusterArgs>;

/** Settings that can be changed, the same for every cluster. */
export const USUAL = {
  // The platform brings the definitions of the gateway that it uses.
  gatewayApiConfig: { channel: 'CHANNEL_DISABLED' },
  costManagementConfig: { enabled: true },
  enableShieldedNodes: true,
  loggingConfig: { enableComponents: LOGS },
  monitoringConfig: { enableComponents: METRICS, managedPrometheus: { enabled: false } },
  nodePoolDefaults: {
    nodeConfigDefaults: { gcfsConfig: { enabled: true }, insecureKubeletReadonlyPortEnabled: 'FALSE' },
  },
  securityPostureConfig: { mode: 'BASIC' },
} satisfies Partial<GkeClusterArgs>;

/** Programs that GKE brings and keeps; Managed Lustre's driver only where somebody asked for it. */
export function addons({ lustre }: Pick<GcpTarget, 'lustre'>) {
  return {
    dnsCacheConfig: { enabled: true },
    gcePersistentDiskCsiDriverConfig: { enabled: true },
    gcpFilestoreCsiDriverConfig: { enabled: true },
    gcsFuseCsiDriverConfig: { enabled: true },
    horizontalPodAutoscaling: { disabled: false },
    httpLoadBalancing: { disabled: false },
    ...(lustre === undefined ? {} : { lustreCsiDriverConfig: { enabled: true } }),
  } satisfies GkeClusterArgs['addonsConfig'];
}

/**
 * Patches of the control plane come by themselves, at night. Minors, and whatever restarts machines under running jobs, wait for
 * the next `pulumi up`, until Google's support of the minor ends.
 */
export const MAINTENANCE_POLICY = {
  dailyMaintenanceWindow: { startTime: MAINTENANCE },
  maintenanceExclusions: [
    {
      exclusionName: 'minors-by-spec',
      startTime: EXCLUDED_FROM,
      exclusionOptions: { scope: 'NO_MINOR_OR_NODE_UPGRADES', endTimeBehavior: 'UNTIL_END_OF_SUPPORT' },
    },
  ],
};

/**
 * Who reaches the API server. Its address is a private one; from outside it has a name, behind which Google asks IAM who comes.
 *
 * @param privateEndpointSubnetwork - subnet of its private address. @default - that of the machines
 * @param from - networks whose machines reach the private address
 */
export function endpoints(privateEndpointSubnetwork: Input<string> | undefined, from: readonly string[]) {
  return {
    privateClusterConfig: { enablePrivateNodes: true, enablePrivateEndpoint: true, privateEndpointSubnetwork },
    controlPlaneEndpointsConfig: {
      dnsEndpointConfig: { allowExternalTraffic: true },
      ipEndpointsConfig: { enabled: true },
    },
    masterAuthorizedNetworksConfig: {
      gcpPublicCidrsAccessEnabled: false,
      cidrBlocks: from.map((cidrBlock) => ({ cidrBlock })),
    },
  } satisfies Partial<GkeClusterArgs>;
}

/**
 * Nodes that GKE makes of its own accord, when compute classes ask for them.
 *
 * @param limits - how much there may be. Empty: no pool is made so, and it makes none.
 * @param serviceAccount - what such machines are
 */
export function autoscaling(
  { zones }: Pick<GcpTarget, 'zones'>,
  limits: readonly ResourceLimit[],
  serviceAccount: Input<string>,
) {
  // Idle machines with accelerators go soon, and others are filled before new ones come.
  const autoscalingProfile = 'OPTIMIZE_UTILIZATION';
  if (limits.length === 0) return { enabled: false, autoscalingProfile };
  return {
    enabled: true,
    autoscalingProfile,
    resourceLimits: [...limits],
    ...(zones.length === 0 ? {} : { autoProvisioningLocations: [...zones] }),
    autoProvisioningDefaults: {
      serviceAccount,
      oauthScopes: ['https://www.googleapis.com/auth/cloud-platform'],
      imageType: 'COS_CONTAINERD',
      management: { autoRepair: true, autoUpgrade: true },
      shieldedInstanceConfig: { enableSecureBoot: true, enableIntegrityMonitoring: true },
    },
  };
}
