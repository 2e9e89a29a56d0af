import { Firewall } from '@pulumi/gcp/compute/firewall.js';
import { Network as Vpc } from '@pulumi/gcp/compute/network.js';
import { Subnetwork } from '@pulumi/gcp/compute/subnetwork.js';
import { ComponentResource, type ComponentResourceOptions } from '@pulumi/pulumi';

/** One of the networks between accelerators. */
export interface AcceleratorNetworkArgs {
  /** Name of network and subnet. */
  readonly network: string;
  /** Region. */
  readonly region: string;
  /** Its addresses. */
  readonly addresses: string;
}

/** Largest packet that Google takes between accelerators; smaller ones cost much of the bandwidth. Unit: bytes. */
const MTU = 8244;

/** A network that one card of each machine is in (GPUDirect-TCPX and -TCPXO): only these cards reach each other there. */
export class AcceleratorNetwork extends ComponentResource {
  /** The network. */
  public readonly vpc: Vpc;
  /** Its only subnet. */
  public readonly subnet: Subnetwork;

  public constructor(name: string, args: AcceleratorNetworkArgs, opts?: ComponentResourceOptions) {
    super('plinth:gcp:AcceleratorNetwork', name, {}, opts);
    const { addresses, network, region } = args;
    this.vpc = new Vpc(name, { name: network, autoCreateSubnetworks: false, mtu: MTU }, { parent: this });
    this.subnet = new Subnetwork(
      name,
      { name: network, network: this.vpc.id, region, ipCidrRange: addresses },
      { parent: this },
    );
    new Firewall(
      name,
      {
        name: `${network}-itself`,
        description: 'Accelerators of one cluster, among themselves',
        network: this.vpc.id,
        direction: 'INGRESS',
        sourceRanges: [addresses],
        allows: ['tcp', 'udp', 'icmp'].map((protocol) => ({ protocol })),
      },
      { parent: this },
    );
    this.registerOutputs({ network: this.vpc.name });
  }
}
