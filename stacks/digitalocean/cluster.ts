import { getKubernetesVersionsOutput } from '@pulumi/digitalocean/getKubernetesVersions.js';
import { KubernetesCluster } from '@pulumi/digitalocean/kubernetesCluster.js';
import { ComponentResource, type ComponentResourceOptions, jsonStringify, type Output, unsecret } from '@pulumi/pulumi';
import { accelerators, findInstance, type Vendor } from '../../catalog/index.ts';
import { type ApiAccess, openTo } from '../../spec/api-access.ts';
import type { TargetFacts } from '../../spec/facts.ts';
import type { PlatformOn } from '../../spec/platform.ts';
import type { Deletion } from '../deletion.ts';
import type { ClusterAccess } from '../target-stack.ts';
import { offeredVersion } from './kubernetes-version.ts';
import type { Network } from './network.ts';
import type { Registry } from './registry.ts';
import { SYSTEM_POOL } from './system-pool.ts';

/** What a cluster is built from. */
export interface ClusterArgs {
  /** The platform. */
  readonly spec: PlatformOn<'digitalocean'>;
  /** Names, and who hands accelerators out. */
  readonly facts: TargetFacts;
  /** Where it stands. */
  readonly network: Network;
  /** Registry whose images its machines may pull. */
  readonly registry: Registry;
  /** What happens to data, and to the cluster itself. */
  readonly deletion: Deletion;
}

/**
 * DigitalOcean Kubernetes, and in it the machines of the platform's controllers.
 *
 * - Its API is open to the internet, or to the networks that `target.apiAccess` names, for whom its certificates and tokens let in:
 *   DigitalOcean has no private endpoint.
 * - DigitalOcean wants a full version. The newest patch of the spec's minor is asked for at each run, so that a new one shows in the
 *   preview before it replaces any machine; nothing upgrades by itself.
 * - High availability cannot be switched off again: it is on for all.
 * - There is no key management for the cluster's store: DigitalOcean encrypts its disks, with keys of its own.
 */
export class Cluster extends ComponentResource {
  /** The control plane and the system machines. */
  public readonly kubernetes: KubernetesCluster;
  /** Way to its API. */
  public readonly access: ClusterAccess;
  readonly #args: ClusterArgs;

  public constructor(name: string, args: ClusterArgs, opts?: ComponentResourceOptions) {
    super('plinth:digitalocean:Cluster', name, {}, opts);
    this.#args = args;
    const { facts, spec } = args;
    this.kubernetes = this.#kubernetes(name);
    this.access = {
      kubeconfig: this.#kubeconfig(facts.cluster),
      // Chosen, so that it is known at the first preview; DigitalOcean's own id is not.
      identifier: `do:kubernetes:${spec.target.team}:${spec.target.region}:${facts.cluster}`,
      adopts: true,
    };
    this.registerOutputs({ id: this.kubernetes.id, endpoint: this.kubernetes.endpoint });
  }

  #kubernetes(name: string): KubernetesCluster {
    const { deletion, facts, network, registry, spec } = this.#args;
    const { target } = spec;
    return new KubernetesCluster(
      name,
      {
        name: facts.cluster,
        region: target.region,
        version: this.#version(),
        vpcUuid: network.vpcId,
        clusterSubnet: target.network.pods,
        serviceSubnet: target.network.services,
        ha: true,
        autoUpgrade: false,
        surgeUpgrade: true,
        registryIntegration: true,
        ...plugins(spec, facts),
        ...firewall(target.apiAccess),
        nodePool: {
          name: SYSTEM_POOL.name,
          size: SYSTEM_POOL.size,
          nodeCount: SYSTEM_POOL.nodes,
          labels: { 'plinth.dev/role': 'system' },
        },
        // Volumes, their snapshots and load balancers that something left behind: gone only where nobody would miss them.
        destroyAllAssociatedResources: deletion === 'ephemeral',
      },
      { parent: this, dependsOn: [registry], protect: deletion === 'protected' },
    );
  }

  /** @throws {Error} if DigitalOcean does not offer the minor, as soon as that is known: at the preview. */
  #version(): Output<string> {
    const { kubernetes } = this.#args.spec.target;
    const found = getKubernetesVersionsOutput({ versionPrefix: `${kubernetes}.` }, { parent: this });
    return found.latestVersion.apply((version) => offeredVersion(kubernetes, version));
  }

  /**
   * No token in it: whoever uses it asks DigitalOcean for one by `doctl`, so that it never expires and holds no secret. `doctl` takes
   * DIGITALOCEAN_ACCESS_TOKEN from the environment, as the provider does, and not what the stack's configuration says.
   */
  #kubeconfig(cluster: string): Output<string> {
    // Hidden only because it stands beside a token, which is left out.
    const authority = unsecret(this.kubernetes.kubeConfigs.apply(([first]) => first?.clusterCaCertificate));
    const args = ['kubernetes', 'cluster', 'kubeconfig', 'exec-credential', '--version=v1beta1', '--context=default'];
    const exec = {
      apiVersion: 'client.authentication.k8s.io/v1beta1',
      command: 'doctl',
      args: [...args, this.kubernetes.id],
      interactiveMode: 'Never',
    };
    return jsonStringify({
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': cluster,
      clusters: [
        { name: cluster, cluster: { server: this.kubernetes.endpoint, 'certificate-authority-data': authority } },
      ],
      contexts: [{ name: cluster, context: { cluster, user: cluster } }],
      users: [{ name: cluster, user: { exec } }],
    });
  }
}

/**
 * Who hands devices out, said for each vendor that the platform has: left unsaid, DigitalOcean's own plugins are on. Its DRA drivers are
 * never switched on, because the platform brings NVIDIA's.
 */
function plugins({ pools }: PlatformOn<'digitalocean'>, facts: TargetFacts) {
  const byCloud = (vendor: Vendor) => {
    const theirs = facts.pools.filter((_, index) => vendorOf(pools[index]?.instance) === vendor);
    return theirs.length === 0 ? undefined : { enabled: theirs.every(({ allocator }) => allocator === 'cloud') };
  };
  const fabric = facts.pools.some((pool) => pool.fabric?.allocator === 'cloud');
  return {
    nvidiaGpuDevicePlugin: byCloud('nvidia'),
    amdGpuDevicePlugin: byCloud('amd'),
    ...(fabric ? { rdmaSharedDevicePlugin: { enabled: true } } : {}),
  };
}

/** Left out, DigitalOcean's firewall of the control plane stays as it is: off. */
function firewall(access: ApiAccess) {
  const allowedAddresses = [...openTo(access)];
  return allowedAddresses.length === 0 ? {} : { controlPlaneFirewall: { enabled: true, allowedAddresses } };
}

function vendorOf(instance = ''): Vendor | undefined {
  const known = findInstance('digitalocean', instance)?.accelerator;
  return known === undefined ? undefined : accelerators[known].vendor;
}
