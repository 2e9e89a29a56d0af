import { Firewall } from '@pulumi/gcp/compute/firewall.js';
import { Network as Vpc } from '@pulumi/gcp/compute/network.js';
import { Router } from '@pulumi/gcp/compute/router.js';
import { RouterNat } from '@pulumi/gcp/compute/routerNat.js';
import { Subnetwork } from '@pulumi/gcp/compute/subnetwork.js';
import { ComponentResource, type ComponentResourceOptions } from '@pulumi/pulumi';
import type { GcpTarget } from '../../spec/target.ts';
import { AcceleratorNetwork } from './accelerator-network.ts';
import { type AddressPlan, addressPlan } from './address-plan.ts';
import { GoogleApis } from './google-apis.ts';

/** What a network is built for. */
export interface NetworkArgs {
  /** Name of the cluster. */
  readonly cluster: string;
  /** Region and addresses. */
  readonly target: GcpTarget;
  /** Networks that machines are in besides this one, for their accelerators; 0–8. */
  readonly acceleratorNetworks: number;
}

/** Ranges of the machines' subnet from which pods and Services get their addresses. */
export const RANGES = { pods: 'pods', services: 'services' } as const;

/**
 * VPC of one region: machines without public addresses, the API server in the block that the facts name, a way out, and
 * Google's APIs without it.
 *
 * A subnet reaches over all zones of its region, so there is one.
 */
export class Network extends ComponentResource {
  /** How the addresses are divided. */
  public readonly plan: AddressPlan;
  /** The VPC. */
  public readonly vpc: Vpc;
  /** Subnet of machines, pods and Services. */
  public readonly nodes: Subnetwork;
  /** Subnet of the API server. */
  public readonly controlPlane: Subnetwork;
  /** Networks between accelerators (GPUDirect-TCPX and -TCPXO), in the order of a machine's cards. */
  public readonly accelerators: readonly AcceleratorNetwork[];
  readonly #args: NetworkArgs;
  readonly #name: string;

  public constructor(name: string, args: NetworkArgs, opts?: ComponentResourceOptions) {
    super('plinth:gcp:Network', name, {}, opts);
    this.#name = name;
    this.#args = args;
    const { cluster, target } = args;
    const plan = addressPlan(target.network.nodes);
    if (plan === undefined) throw new Error(`bug: nobody checked whether ${target.network.nodes} can be divided`);
    this.plan = plan;
    // Google's default is 1460: packets would be cut up wherever one end takes 1500.
    this.vpc = new Vpc(name, { name: cluster, autoCreateSubnetworks: false, mtu: 1500 }, { parent: this });
    this.nodes = this.#nodes();
    this.controlPlane = this.#subnet('control-plane', plan.controlPlane);
    this.#wayOut();
    this.#fromControlPlane();
    new GoogleApis(`${name}-google-apis`, { cluster, networkId: this.vpc.id }, { parent: this });
    this.accelerators = plan.accelerators.slice(0, args.acceleratorNetworks).map((addresses, index) => {
      const network = `${cluster}-gpu-${index}`;
      const one = { network, region: target.region, addresses };
      return new AcceleratorNetwork(`${name}-gpu-${index}`, one, { parent: this });
    });
    this.registerOutputs({ network: this.vpc.name });
  }

  #nodes(): Subnetwork {
    const { pods, services } = this.#args.target.network;
    return this.#subnet('nodes', this.plan.nodes, [
      { rangeName: RANGES.pods, ipCidrRange: pods },
      { rangeName: RANGES.services, ipCidrRange: services },
    ]);
  }

  #subnet(purpose: string, ipCidrRange: string, secondaryIpRanges?: { rangeName: string; ipCidrRange: string }[]) {
    const { cluster, target } = this.#args;
    return new Subnetwork(
      `${this.#name}-${purpose}`,
      {
        name: `${cluster}-${purpose}`,
        network: this.vpc.id,
        region: target.region,
        ipCidrRange,
        secondaryIpRanges,
        privateIpGoogleAccess: true,
      },
      { parent: this },
    );
  }

  /** One gateway for all zones: Google's is no machine, and has no zone to lose. */
  #wayOut(): void {
    const { cluster, target } = this.#args;
    const name = `${this.#name}-nat`;
    const { region } = target;
    const router = new Router(name, { name: `${cluster}-nat`, network: this.vpc.id, region }, { parent: this });
    new RouterNat(
      name,
      {
        name: `${cluster}-nat`,
        router: router.name,
        region,
        natIpAllocateOption: 'AUTO_ONLY',
        sourceSubnetworkIpRangesToNat: 'ALL_SUBNETWORKS_ALL_IP_RANGES',
        // A machine has pods by the hundred, each with connections of its own.
        enableDynamicPortAllocation: true,
        enableEndpointIndependentMapping: false,
        logConfig: { enable: true, filter: 'ERRORS_ONLY' },
      },
      { parent: this },
    );
  }

  /** GKE opens 443 and 10250 only; webhooks of controllers listen on ports of their own, and would never be asked. */
  #fromControlPlane(): void {
    const name = `${this.#name}-control-plane`;
    new Firewall(
      name,
      {
        name: `${this.#args.cluster}-control-plane`,
        description: 'API server of one cluster, to the webhooks on its machines',
        network: this.vpc.id,
        direction: 'INGRESS',
        sourceRanges: [this.plan.controlPlane],
        allows: [{ protocol: 'tcp' }],
      },
      { parent: this },
    );
  }
}
