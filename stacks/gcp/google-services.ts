import { GlobalAddress } from '@pulumi/gcp/compute/globalAddress.js';
import { Connection } from '@pulumi/gcp/servicenetworking/connection.js';
import { ComponentResource, type ComponentResourceOptions, type Input } from '@pulumi/pulumi';

/** In which network. */
export interface GoogleServicesArgs {
  /** Name of the cluster. */
  readonly cluster: string;
  /** Id of the network. */
  readonly networkId: Input<string>;
}

/** Size of the range for Google's machines: what Google recommends for one kind of service. Unit: bits of the prefix. */
const PREFIX = 20;

/**
 * Way to services that Google runs on machines of its own, such as Managed Lustre: addresses that Google may use, which it chooses where
 * nothing of this network is, and the connection of the two networks.
 *
 * Google keeps the connection for some hours after the last service is gone: an environment that is destroyed leaves it where it is, and
 * it goes with the network.
 */
export class GoogleServices extends ComponentResource {
  public constructor(name: string, args: GoogleServicesArgs, opts?: ComponentResourceOptions) {
    super('plinth:gcp:GoogleServices', name, {}, opts);
    const { cluster, networkId } = args;
    const range = new GlobalAddress(
      name,
      {
        name: `${cluster}-google-services`,
        purpose: 'VPC_PEERING',
        addressType: 'INTERNAL',
        prefixLength: PREFIX,
        network: networkId,
      },
      { parent: this },
    );
    new Connection(
      name,
      {
        network: networkId,
        service: 'servicenetworking.googleapis.com',
        reservedPeeringRanges: [range.name],
        deletionPolicy: 'ABANDON',
      },
      { parent: this },
    );
    this.registerOutputs();
  }
}
