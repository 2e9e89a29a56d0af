import { Cluster as GkeCluster } from '@pulumi/gcp/container/cluster.js';
import {
  ComponentResource,
  type ComponentResourceOptions,
  interpolate,
  jsonStringify,
  type Output,
} from '@pulumi/pulumi';
import type { GcpTarget } from '../../spec/target.ts';
import type { Deletion } from '../deletion.ts';
import type { ClusterAccess } from '../target-stack.ts';
import { ClusterKey } from './cluster-key.ts';
import { addons, autoscaling, endpoints, LASTING, MAINTENANCE_POLICY, USUAL } from './cluster-settings.ts';
import type { Network } from './network.ts';
import type { NodeIdentity } from './node-identity.ts';
import type { ResourceLimit } from './resource-limits.ts';

/** What a cluster is built from. */
export interface ClusterArgs {
  /** Name of the cluster, from the facts. */
  readonly cluster: string;
  /** Name of the ring that its key lies in. */
  readonly keyRing: string;
  /** Project, region, Kubernetes and addresses. */
  readonly target: GcpTarget;
  /** Where it stands. */
  readonly network: Network;
  /** What its machines are. */
  readonly nodes: NodeIdentity;
  /** How much GKE may make for compute classes. Empty: nothing. */
  readonly limits: readonly ResourceLimit[];
  /** What happens to the cluster and its key. */
  readonly deletion: Deletion;
}

/**
 * GKE control plane in all zones of a region: secrets encrypted with a key of its own, no public address, pods that are their
 * teams to Google (Workload Identity).
 *
 * - GKE begins every cluster with a pool that cannot be described: it is taken away at once, and its settings, which GKE then
 *   reports of another pool, are not compared.
 * - GKE's own protection against deletion is on by default; here it follows the environment's.
 */
export class Cluster extends ComponentResource {
  /** The control plane. */
  public readonly gke: GkeCluster;
  /** Way to its API. */
  public readonly access: ClusterAccess;
  readonly #args: ClusterArgs;
  readonly #name: string;

  public constructor(name: string, args: ClusterArgs, opts?: ComponentResourceOptions) {
    super('plinth:gcp:Cluster', name, {}, opts);
    this.#name = name;
    this.#args = args;
    const { cluster, deletion, keyRing, target } = args;
    const { project, region } = target;
    this.gke = this.#gke(new ClusterKey(`${name}-key`, { keyRing, project, region, deletion }, { parent: this }));
    this.access = {
      kubeconfig: this.#kubeconfig(),
      // Chosen, so that it is known at the first preview. A cluster of the same name is taken to be the same one: it is protected.
      identifier: clusterLink(project, region, cluster),
      adopts: true,
    };
    this.registerOutputs({ name: this.gke.name });
  }

  #gke({ key, right }: ClusterKey): GkeCluster {
    const { cluster, deletion, limits, network, nodes, target } = this.#args;
    const { kubernetes, project, region, zones } = target;
    const serviceAccount = nodes.account.email;
    const { peers } = target.network;
    return new GkeCluster(
      this.#name,
      {
        ...LASTING,
        ...USUAL,
        addonsConfig: addons(target),
        name: cluster,
        project,
        location: region,
        ...(zones.length === 0 ? {} : { nodeLocations: [...zones] }),
        minMasterVersion: kubernetes,
        releaseChannel: { channel: 'REGULAR' },
        maintenancePolicy: MAINTENANCE_POLICY,
        network: network.vpcId,
        subnetwork: network.nodesId,
        ipAllocationPolicy: {
          clusterSecondaryRangeName: network.ranges.pods,
          servicesSecondaryRangeName: network.ranges.services,
          stackType: 'IPV4',
        },
        ...endpoints(network.controlPlaneId, [...network.machines, ...peers]),
        workloadIdentityConfig: { workloadPool: `${project}.svc.id.goog` },
        databaseEncryption: { state: 'ENCRYPTED', keyName: key.id },
        clusterAutoscaling: autoscaling(target, limits, serviceAccount),
        removeDefaultNodePool: true,
        initialNodeCount: 1,
        nodeConfig: { serviceAccount, shieldedInstanceConfig: { enableSecureBoot: true } },
        deletionProtection: deletion === 'protected',
      },
      {
        parent: this,
        // Machines join through the way out of their network and with their account's rights: both are there before any pool.
        dependsOn: [right, nodes, network],
        protect: deletion === 'protected',
        ignoreChanges: ['nodeConfig', 'initialNodeCount'],
      },
    );
  }

  /** No token in it: whoever uses it asks Google for one. The name has a certificate that everybody knows. */
  #kubeconfig(): Output<string> {
    const { cluster } = this.#args;
    const name = this.gke.controlPlaneEndpointsConfig.apply((config) => config?.dnsEndpointConfig?.endpoint ?? '');
    const exec = {
      apiVersion: 'client.authentication.k8s.io/v1',
      command: 'gke-gcloud-auth-plugin',
      installHint: 'install it with `gcloud components install gke-gcloud-auth-plugin`',
      interactiveMode: 'Never',
      provideClusterInfo: true,
    };
    return jsonStringify({
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': cluster,
      clusters: [{ name: cluster, cluster: { server: interpolate`https://${name}` } }],
      contexts: [{ name: cluster, context: { cluster, user: cluster } }],
      users: [{ name: cluster, user: { exec } }],
    });
  }
}

/** Address under which Google knows a cluster: chosen, because its name is. */
function clusterLink(project: string, region: string, cluster: string): string {
  return `https://container.googleapis.com/v1/projects/${project}/locations/${region}/clusters/${cluster}`;
}
