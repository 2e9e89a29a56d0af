import { NatGateway } from '@pulumi/azure-native/network/natGateway.js';
import { PublicIPAddress } from '@pulumi/azure-native/network/publicIPAddress.js';
import { Subnet } from '@pulumi/azure-native/network/subnet.js';
import { VirtualNetwork } from '@pulumi/azure-native/network/virtualNetwork.js';
import type { ComponentResourceOptions, Input } from '@pulumi/pulumi';
import type { AzureTarget } from '../../spec/target.ts';
import { type AddressPlan, addressPlan } from './address-plan.ts';
import { type JoinedScope, Network } from './network.ts';
import type { Place } from './resource-groups.ts';
import { hasZones } from './zones.ts';

/** What a network is built for. */
export interface NewNetworkArgs {
  /** Region and addresses. */
  readonly target: AzureTarget;
  /** Where it stands. */
  readonly place: Place;
}

/**
 * Virtual network with two subnets: machines, and the API server's interface in the block that the facts name.
 *
 * Machines have no addresses of the internet. They go out through one NAT gateway, which Azure puts into some zone: when that
 * zone is lost, nobody gets out until it is back, while everything inside goes on. Traffic to storage passes by it.
 */
export class NewNetwork extends Network {
  public readonly nodesId: Input<string>;
  public readonly controlPlaneId: Input<string>;
  public readonly joined: readonly JoinedScope[];
  public readonly outboundType = 'userAssignedNATGateway';
  readonly #vnet: VirtualNetwork;
  readonly #args: NewNetworkArgs;
  readonly #name: string;

  public constructor(name: string, args: NewNetworkArgs, opts?: ComponentResourceOptions) {
    super('plinth:azure:Network', name, {}, opts);
    this.#name = name;
    this.#args = args;
    const { place, target } = args;
    const plan = addressPlan(target.network.nodes);
    if (plan === undefined) throw new Error(`bug: nobody checked whether ${target.network.nodes} can be divided`);
    const addressSpace = { addressPrefixes: [target.network.nodes] };
    this.#vnet = new VirtualNetwork(name, { ...place, virtualNetworkName: name, addressSpace }, { parent: this });
    const nodes = this.#nodes(plan);
    this.nodesId = nodes.id;
    this.controlPlaneId = this.#controlPlane(plan, nodes).id;
    this.joined = [{ key: 'network', scope: this.#vnet.id, subscription: target.subscription }];
    this.registerOutputs({ id: this.#vnet.id });
  }

  #nodes({ nodes }: AddressPlan): Subnet {
    return new Subnet(
      `${this.#name}-nodes`,
      {
        ...this.#within(),
        subnetName: 'nodes',
        addressPrefix: nodes,
        natGateway: { id: this.#wayOut().id },
        defaultOutboundAccess: false,
        serviceEndpoints: [{ service: 'Microsoft.Storage' }],
      },
      { parent: this },
    );
  }

  #controlPlane({ controlPlane }: AddressPlan, nodes: Subnet): Subnet {
    const service = 'Microsoft.ContainerService/managedClusters';
    return new Subnet(
      `${this.#name}-control-plane`,
      {
        ...this.#within(),
        subnetName: 'control-plane',
        addressPrefix: controlPlane,
        defaultOutboundAccess: false,
        delegations: [{ name: 'aks', serviceName: service }],
      },
      // Azure changes one subnet of a network at a time, and refuses the other.
      { parent: this, dependsOn: [nodes] },
    );
  }

  #within() {
    const { resourceGroupName } = this.#args.place;
    return { resourceGroupName, virtualNetworkName: this.#vnet.name };
  }

  #wayOut(): NatGateway {
    const { place, target } = this.#args;
    const name = `${this.#name}-nat`;
    const address = new PublicIPAddress(
      name,
      {
        ...place,
        publicIpAddressName: name,
        publicIPAllocationMethod: 'Static',
        sku: { name: 'Standard' },
        zones: hasZones(target) ? ['1', '2', '3'] : undefined,
      },
      { parent: this },
    );
    return new NatGateway(
      name,
      {
        ...place,
        natGatewayName: name,
        publicIpAddresses: [{ id: address.id }],
        sku: { name: 'Standard' },
      },
      { parent: this },
    );
  }
}
