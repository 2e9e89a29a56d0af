import { getClientConfigOutput } from '@pulumi/azure-native/authorization/getClientConfig.js';
import { ManagedCluster, type ManagedClusterArgs } from '@pulumi/azure-native/containerservice/managedCluster.js';
import { ComponentResource, type ComponentResourceOptions } from '@pulumi/pulumi';
import { openTo } from '../../spec/api-access.ts';
import type { AzureTarget } from '../../spec/target.ts';
import type { Deletion } from '../deletion.ts';
import type { ClusterAccess } from '../target-stack.ts';
import { dnsService } from './address-plan.ts';
import type { ClusterIdentity } from './cluster-identity.ts';
import type { ClusterKey } from './cluster-key.ts';
import { ControlPlaneLog } from './control-plane-log.ts';
import { kubeconfig } from './kubeconfig.ts';
import type { Network } from './network.ts';
import type { Place } from './resource-groups.ts';
import { grant } from './roles.ts';
import { clusterZones } from './zones.ts';

/** What a cluster is built from. */
export interface ClusterArgs {
  /** Name of the cluster, from the facts. */
  readonly cluster: string;
  /** Subscription, region, Kubernetes and addresses. */
  readonly target: AzureTarget;
  /** Where it stands. */
  readonly network: Network;
  /** What it and its machines are. */
  readonly identity: ClusterIdentity;
  /** Its group. */
  readonly place: Place;
  /** What happens to the cluster itself. */
  readonly deletion: Deletion;
  /** Whether AKS runs Karpenter, because pools ask for it. */
  readonly autoProvisioning: boolean;
  /** Key with which secrets are encrypted before they are stored. @default - AKS' own */
  readonly key?: ClusterKey;
}

/** Machines of AKS' own programs: the smallest that AKS recommends. Their number survives the loss of a zone. */
const SYSTEM = { name: 'system', instance: 'Standard_D4s_v5', nodes: 3 } as const;

/**
 * AKS control plane and the one pool that it cannot be without.
 *
 * - That pool is the smallest there is, for AKS' own programs only, and is never edited: a change of it would put every pool
 *   of the cluster to work, and what is taken off the list would stay. All others are resources of their own ({@link Pools}).
 * - People and pipelines sign in with Entra ID; there is no account that AKS' own certificate opens. Who runs the first
 *   `pulumi up` is an administrator of the cluster; others get rights from Azure or from Kubernetes.
 * - The API server has an interface in the network, which is what machines and pods talk to. It is public too, to whom
 *   Entra ID lets in, unless `target.apiAccess` names networks or closes it.
 * - Secrets are encrypted with AKS' own keys, or with one in a Key Vault, whose loss would be the cluster's ({@link ClusterKey}).
 * - Nothing is upgraded by itself: an upgrade starts machines anew, which ends a training run. Another minor in the spec does.
 */
export class Cluster extends ComponentResource {
  /** The cluster. */
  public readonly aks: ManagedCluster;
  /** Way to its API. */
  public readonly access: ClusterAccess;
  readonly #args: ClusterArgs;
  readonly #name: string;

  public constructor(name: string, args: ClusterArgs, opts?: ComponentResourceOptions) {
    super('plinth:azure:Cluster', name, {}, opts);
    this.#name = name;
    this.#args = args;
    const { cluster, deletion, identity, key, network, place, target } = args;
    this.aks = new ManagedCluster(name, this.#aks(), {
      parent: this,
      dependsOn: [network, ...identity.grants, ...(key === undefined ? [] : [key.right])],
      protect: deletion === 'protected',
    });
    this.access = {
      kubeconfig: kubeconfig(
        cluster,
        { resourceName: this.aks.name, resourceGroupName: place.resourceGroupName },
        { parent: this },
      ),
      // Chosen, so that it is known at the first preview. A cluster of the same name is taken to be the same one: it is protected.
      identifier: clusterId(target, cluster),
      adopts: true,
    };
    this.#administrator();
    new ControlPlaneLog(`${name}-log`, { cluster, clusterId: this.aks.id, place }, { parent: this });
    this.registerOutputs({ name: this.aks.name });
  }

  #aks(): ManagedClusterArgs {
    const { autoProvisioning, cluster, network, place, target } = this.#args;
    return {
      ...place,
      resourceName: cluster,
      nodeResourceGroup: `${cluster}-nodes`,
      dnsPrefix: cluster,
      kubernetesVersion: target.kubernetes,
      sku: { name: 'Base', tier: 'Standard' },
      agentPoolProfiles: [this.#systemPool()],
      ...this.#people(),
      ...this.#identities(),
      apiServerAccessProfile: this.#apiServer(),
      networkProfile: networkProfile(target, network),
      // `None`: only the platform's own node pools. Changing it later would delete those that AKS made.
      nodeProvisioningProfile: { mode: autoProvisioning ? 'Auto' : 'Manual', defaultNodePools: 'None' },
      storageProfile: {
        diskCSIDriver: { enabled: true },
        fileCSIDriver: { enabled: true },
        snapshotController: { enabled: true },
      },
      autoUpgradeProfile: { upgradeChannel: 'none', nodeOSUpgradeChannel: 'None' },
    };
  }

  #systemPool() {
    const { network, place, target } = this.#args;
    const zones = clusterZones(target);
    return {
      name: SYSTEM.name,
      mode: 'System',
      type: 'VirtualMachineScaleSets',
      vmSize: SYSTEM.instance,
      count: SYSTEM.nodes,
      osType: 'Linux',
      osSKU: 'Ubuntu',
      orchestratorVersion: target.kubernetes,
      availabilityZones: zones.length === 0 ? undefined : [...zones],
      vnetSubnetID: network.nodesId,
      nodeTaints: ['CriticalAddonsOnly=true:NoSchedule'],
      upgradeSettings: { maxSurge: '33%' },
      tags: place.tags,
    };
  }

  #people() {
    return {
      enableRBAC: true,
      disableLocalAccounts: true,
      aadProfile: { managed: true, enableAzureRBAC: true },
    };
  }

  #identities() {
    const { control, kubelet } = this.#args.identity;
    return {
      identity: { type: 'UserAssigned' as const, userAssignedIdentities: [control.id] },
      identityProfile: {
        kubeletidentity: { resourceId: kubelet.id, clientId: kubelet.clientId, objectId: kubelet.principalId },
      },
      oidcIssuerProfile: { enabled: true },
      securityProfile: { workloadIdentity: { enabled: true }, ...this.#encryption() },
    };
  }

  #encryption() {
    const { key } = this.#args;
    if (key === undefined) return {};
    // The vault answers whoever has a right to it, wherever they are: the control plane is not in the network.
    return { azureKeyVaultKms: { enabled: true, keyId: key.keyId, keyVaultNetworkAccess: 'Public' } };
  }

  #apiServer() {
    const { network, target } = this.#args;
    const closed = target.apiAccess.kind === 'private';
    const from = openTo(target.apiAccess);
    return {
      enableVnetIntegration: true,
      subnetId: network.controlPlaneId,
      enablePrivateCluster: closed,
      // A public name of the private address: whoever has a way into the network needs no DNS server in it.
      ...(closed ? { privateDNSZone: 'none', enablePrivateClusterPublicFQDN: true } : {}),
      ...(from.length === 0 ? {} : { authorizedIPRanges: [...from] }),
      disableRunCommand: true,
    };
  }

  /** Whoever makes the cluster stays its administrator, also when somebody else runs Pulumi later. */
  #administrator(): void {
    const { objectId } = getClientConfigOutput({ parent: this });
    const { target } = this.#args;
    grant(
      `${this.#name}-administrator`,
      {
        target,
        role: 'Azure Kubernetes Service RBAC Cluster Admin',
        scope: this.aks.id,
        principalId: objectId,
        isIdentity: false,
      },
      { parent: this, ignoreChanges: ['principalId'] },
    );
  }
}

/** Id of a cluster: chosen, because its name and its group's are. */
export function clusterId({ subscription }: Pick<AzureTarget, 'subscription'>, cluster: string): string {
  return `/subscriptions/${subscription}/resourceGroups/${cluster}/providers/Microsoft.ContainerService/managedClusters/${cluster}`;
}

/** Pods have a range of their own (overlay), and Cilium keeps NetworkPolicies. */
function networkProfile({ network }: AzureTarget, { outboundType }: Network) {
  return {
    networkPlugin: 'azure',
    networkPluginMode: 'overlay',
    networkDataplane: 'cilium',
    networkPolicy: 'cilium',
    podCidr: network.pods,
    serviceCidr: network.services,
    dnsServiceIP: dnsService(network.services),
    loadBalancerSku: 'standard',
    outboundType,
  };
}
