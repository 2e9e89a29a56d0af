import { Network as Vpc } from '@pulumi/gcp/compute/network.js';
import { Router } from '@pulumi/gcp/compute/router.js';
import { RouterNat } from '@pulumi/gcp/compute/routerNat.js';
import { Subnetwork } from '@pulumi/gcp/compute/subnetwork.js';
import type { ComponentResourceOptions, Input } from '@pulumi/pulumi';
import type { AcceleratorNetwork as AcceleratorNetworkFacts } from '../../spec/facts.ts';
import type { GcpTarget } from '../../spec/target.ts';
import { AcceleratorNetwork } from './accelerator-network.ts';
import { type AddressPlan, addressPlan } from './address-plan.ts';
import { GoogleApis } from './google-apis.ts';
import { GoogleServices } from './google-services.ts';
import { Network } from './network.ts';
import { webhookFirewall } from './webhook-firewall.ts';

/** What a network is built for. */
export interface NewNetworkArgs {
  /** Name of the cluster. */
  readonly cluster: string;
  /** Region and addresses. */
  readonly target: GcpTarget;
  /** Networks that machines are in besides this one, for their accelerators; 0–8. */
  readonly acceleratorNetworks: readonly AcceleratorNetworkFacts[];
}

/** Names of the ranges that pods and Services get addresses of. */
const RANGES = { pods: 'pods', services: 'services' } as const;

/**
 * VPC of one region: machines without public addresses, the API server in the block that the facts name, a way out, and
 * Google's APIs without it.
 *
 * A subnet reaches over all zones of its region, so there is one.
 */
export class NewNetwork extends Network {
  public readonly vpcId: Input<string>;
  public readonly nodesId: Input<string>;
  public readonly controlPlaneId: Input<string>;
  public readonly machines: readonly string[];
  public readonly ranges = RANGES;
  public readonly files: Readonly<Record<string, string>>;
  public readonly accelerators: readonly AcceleratorNetwork[];
  readonly #args: NewNetworkArgs;
  readonly #name: string;

  public constructor(name: string, args: NewNetworkArgs, opts?: ComponentResourceOptions) {
    super('plinth:gcp:Network', name, {}, opts);
    this.#name = name;
    this.#args = args;
    const { cluster, target } = args;
    const plan = addressPlan(target.network.nodes);
    if (plan === undefined) throw new Error(`bug: nobody checked whether ${target.network.nodes} can be divided`);
    this.machines = [plan.nodes];
    this.files = { network: cluster, 'reserved-ipv4-cidr': plan.files };
    // Google's default is 1460: packets would be cut up wherever one end takes 1500.
    const vpc = new Vpc(name, { name: cluster, autoCreateSubnetworks: false, mtu: 1500 }, { parent: this });
    this.vpcId = vpc.id;
    this.nodesId = this.#nodes(plan).id;
    this.controlPlaneId = this.#subnet('control-plane', plan.controlPlane).id;
    this.#wayOut();
    const webhooks = { cluster, network: this.vpcId, from: [plan.controlPlane] };
    webhookFirewall(`${name}-control-plane`, webhooks, { parent: this });
    new GoogleApis(`${name}-google-apis`, { cluster, networkId: this.vpcId }, { parent: this });
    if (target.lustre !== undefined)
      new GoogleServices(`${name}-google-services`, { cluster, networkId: this.vpcId }, { parent: this });
    this.accelerators = args.acceleratorNetworks.map(({ name: called, network }, index) => {
      const addresses = plan.accelerators[index];
      if (addresses === undefined) throw new Error(`bug: nobody checked whether there are addresses for ${network}`);
      return new AcceleratorNetwork(
        `${name}-${called}`,
        { network, region: target.region, addresses },
        { parent: this },
      );
    });
    this.registerOutputs({ network: vpc.name });
  }

  #nodes(plan: AddressPlan): Subnetwork {
    const { pods, services } = this.#args.target.network;
    return this.#subnet('nodes', plan.nodes, [
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
        network: this.vpcId,
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
    const router = new Router(name, { name: `${cluster}-nat`, network: this.vpcId, region }, { parent: this });
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
}
