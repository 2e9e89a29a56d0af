import { DefaultSecurityGroup } from '@pulumi/aws/ec2/defaultSecurityGroup.js';
import { InternetGateway } from '@pulumi/aws/ec2/internetGateway.js';
import { Route } from '@pulumi/aws/ec2/route.js';
import { RouteTable } from '@pulumi/aws/ec2/routeTable.js';
import type { SecurityGroup } from '@pulumi/aws/ec2/securityGroup.js';
import { Vpc } from '@pulumi/aws/ec2/vpc.js';
import { VpcEndpoint } from '@pulumi/aws/ec2/vpcEndpoint.js';
import { getAvailabilityZonesOutput } from '@pulumi/aws/getAvailabilityZones.js';
import type { ComponentResourceOptions, Input } from '@pulumi/pulumi';
import type { AwsTarget } from '../../spec/target.ts';
import { type AddressPlan, addressPlan } from './address-plan.ts';
import { Network } from './network.ts';
import { NetworkZone } from './network-zone.ts';
import { nodeSecurityGroup } from './node-security-group.ts';
import { ZONES_WITHOUT_EKS, zoneAt, zoneCount } from './zones.ts';

/** What a network is built for. */
export interface NewNetworkArgs {
  /** Region, zones and addresses. */
  readonly target: AwsTarget;
  /** Tag by which Karpenter finds what new nodes join. @default - none */
  readonly discoveryTag?: { readonly key: string; readonly value: string };
}

/**
 * VPC with three subnets in each zone: nodes and pods (private), gateways and public load balancers (public), and the control
 * plane's own, in the block that the facts name.
 *
 * Each zone has a NAT gateway of its own, so that the loss of one does not cut the others off; traffic to S3 passes by them.
 * Where the spec names no zones, AWS is asked for them, and subnets carry the number of their zone as a name.
 */
export class NewNetwork extends Network {
  public readonly vpcId: Input<string>;
  public readonly zones: readonly NetworkZone[];
  public readonly nodeGroup: SecurityGroup;
  readonly #args: NewNetworkArgs;
  readonly #name: string;

  public constructor(name: string, args: NewNetworkArgs, opts?: ComponentResourceOptions) {
    super('plinth:aws:Network', name, {}, opts);
    this.#name = name;
    this.#args = args;
    const { target } = args;
    const plan = addressPlan(target.network.nodes, zoneCount(target));
    if (plan === undefined) throw new Error(`bug: nobody checked whether ${target.network.nodes} can be divided`);
    this.vpcId = this.#vpc().id;
    this.nodeGroup = nodeSecurityGroup(`${name}-node`, { ...args, vpcId: this.vpcId }, { parent: this });
    this.zones = this.#zones(plan);
    this.#objectStore();
    this.registerOutputs({ vpcId: this.vpcId });
  }

  #vpc(): Vpc {
    const vpc = new Vpc(
      this.#name,
      {
        cidrBlock: this.#args.target.network.nodes,
        enableDnsHostnames: true,
        enableDnsSupport: true,
        tags: { Name: this.#name },
      },
      { parent: this },
    );
    // Taken over to be empty: what forgets to name a group gets no traffic.
    new DefaultSecurityGroup(`${this.#name}-default`, { vpcId: vpc.id }, { parent: this });
    return vpc;
  }

  #zones(plan: AddressPlan): NetworkZone[] {
    const publicTableId = this.#publicTable().id;
    const closedTableId = this.#table('closed').id;
    const { discoveryTag } = this.#args;
    const nodeTags = discoveryTag === undefined ? {} : { [discoveryTag.key]: discoveryTag.value };
    return this.#zoneNames().map((zone, index) => {
      const blocks = { nodes: plan.nodes[index], public: plan.public[index], controlPlane: plan.controlPlane[index] };
      return new NetworkZone(
        `${this.#name}-zone-${index}`,
        {
          vpcId: this.vpcId,
          key: `zone-${index}`,
          zone,
          publicTableId,
          closedTableId,
          nodeTags,
          ...(blocks as Record<keyof AddressPlan, string>),
        },
        { parent: this },
      );
    });
  }

  #zoneNames(): readonly Input<string>[] {
    const { target } = this.#args;
    if (target.zones.length > 0) return target.zones;
    const { names } = getAvailabilityZonesOutput(
      {
        state: 'available',
        filters: [{ name: 'opt-in-status', values: ['opt-in-not-required'] }],
        excludeZoneIds: ZONES_WITHOUT_EKS,
      },
      { parent: this },
    );
    return Array.from({ length: zoneCount(target) }, (_, index) =>
      names.apply((found) => zoneAt(target.region, found, index)),
    );
  }

  #publicTable(): RouteTable {
    const name = `${this.#name}-internet`;
    const gateway = new InternetGateway(name, { vpcId: this.vpcId, tags: { Name: name } }, { parent: this });
    const table = this.#table('public');
    const out = { routeTableId: table.id, destinationCidrBlock: '0.0.0.0/0', gatewayId: gateway.id };
    new Route(name, out, { parent: this });
    return table;
  }

  #table(purpose: string): RouteTable {
    const name = `${this.#name}-${purpose}`;
    return new RouteTable(name, { vpcId: this.vpcId, tags: { Name: name } }, { parent: this });
  }

  #objectStore(): void {
    const name = `${this.#name}-s3`;
    new VpcEndpoint(
      name,
      {
        vpcId: this.vpcId,
        serviceName: `com.amazonaws.${this.#args.target.region}.s3`,
        vpcEndpointType: 'Gateway',
        routeTableIds: this.zones.map(({ nodeTable }) => nodeTable.id),
        tags: { Name: name },
      },
      { parent: this },
    );
  }
}
