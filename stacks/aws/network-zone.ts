import { Eip } from '@pulumi/aws/ec2/eip.js';
import { NatGateway } from '@pulumi/aws/ec2/natGateway.js';
import { Route } from '@pulumi/aws/ec2/route.js';
import { RouteTable } from '@pulumi/aws/ec2/routeTable.js';
import { RouteTableAssociation } from '@pulumi/aws/ec2/routeTableAssociation.js';
import { Subnet } from '@pulumi/aws/ec2/subnet.js';
import { ComponentResource, type ComponentResourceOptions, type Input } from '@pulumi/pulumi';
import type { ZoneSubnets } from './network.ts';

/** The part of a network that lies in one zone. */
export interface NetworkZoneArgs {
  /** The VPC. */
  readonly vpcId: Input<string>;
  /** What things in it are called by. */
  readonly key: string;
  /** Name of the zone. */
  readonly zone: Input<string>;
  /** Addresses of nodes and pods. */
  readonly nodes: string;
  /** Addresses of gateways and public load balancers. */
  readonly public: string;
  /** Addresses of the API server's interfaces. */
  readonly controlPlane: string;
  /** Routes to the internet. */
  readonly publicTableId: Input<string>;
  /** Routes that stay in the network. */
  readonly closedTableId: Input<string>;
  /** Further tags of the nodes' subnet. */
  readonly nodeTags: Readonly<Record<string, string>>;
}

/**
 * Three subnets in one zone, and the zone's own way out.
 *
 * A subnet never moves to another zone (`ignoreChanges`): everything in it would have to be built anew.
 */
export class NetworkZone extends ComponentResource implements ZoneSubnets {
  public readonly key: string;
  /** Name of the zone; of its subnet, so that it is true even where the spec has changed since. */
  public readonly zone: Input<string>;
  public readonly nodesId: Input<string>;
  public readonly controlPlaneId: Input<string>;
  /** Routes of the nodes. */
  public readonly nodeTable: RouteTable;
  readonly #args: NetworkZoneArgs;
  readonly #name: string;

  public constructor(name: string, args: NetworkZoneArgs, opts?: ComponentResourceOptions) {
    super('plinth:aws:NetworkZone', name, {}, opts);
    this.#name = name;
    this.#args = args;
    this.key = args.key;
    const open = this.#subnet('public', args.public, args.publicTableId, { 'kubernetes.io/role/elb': '1' });
    this.controlPlaneId = this.#subnet('control-plane', args.controlPlane, args.closedTableId).id;
    this.nodeTable = this.#nodeTable(open);
    const tags = { 'kubernetes.io/role/internal-elb': '1', ...args.nodeTags };
    const nodes = this.#subnet('nodes', args.nodes, this.nodeTable.id, tags);
    this.nodesId = nodes.id;
    this.zone = nodes.availabilityZone;
    this.registerOutputs();
  }

  #subnet(
    purpose: string,
    cidrBlock: string,
    routeTableId: Input<string>,
    tags: Readonly<Record<string, string>> = {},
  ): Subnet {
    const name = `${this.#name}-${purpose}`;
    const subnet = new Subnet(
      name,
      {
        vpcId: this.#args.vpcId,
        cidrBlock,
        availabilityZone: this.#args.zone,
        // Load balancers and gateways bring their own addresses.
        mapPublicIpOnLaunch: false,
        tags: { Name: name, ...tags },
      },
      { parent: this, ignoreChanges: ['availabilityZone'] },
    );
    new RouteTableAssociation(name, { subnetId: subnet.id, routeTableId }, { parent: this });
    return subnet;
  }

  #nodeTable(open: Subnet): RouteTable {
    const name = `${this.#name}-nat`;
    const table = new RouteTable(name, { vpcId: this.#args.vpcId, tags: { Name: name } }, { parent: this });
    const address = new Eip(name, { domain: 'vpc', tags: { Name: name } }, { parent: this });
    const nat = new NatGateway(
      name,
      { allocationId: address.id, subnetId: open.id, tags: { Name: name } },
      { parent: this },
    );
    const out = { routeTableId: table.id, destinationCidrBlock: '0.0.0.0/0', natGatewayId: nat.id };
    new Route(name, out, { parent: this });
    return table;
  }
}
