import { Construct } from 'constructs';
import type { AcceleratorNetwork } from '../../spec/facts.ts';
import { GkeNetwork, GkeNetworkParamSet } from '../imports/gke-network.ts';

/** Networks between accelerators that pods may be in. */
export interface GpudirectNetworksProps {
  /** The networks, in the order of a machine's cards. */
  readonly networks: readonly AcceleratorNetwork[];
}

/**
 * The cards of GPUDirect-TCPX and -TCPXO as networks of the cluster: a pod that names them in `networking.gke.io/interfaces` gets all
 * of them, and no other pod of that node gets one.
 *
 * Newer machines (A3 Ultra, A4) need none: GKE's driver of networks hands their cards out.
 */
export class GpudirectNetworks extends Construct {
  public constructor(scope: Construct, id: string, { networks }: GpudirectNetworksProps) {
    super(scope, id);
    for (const { name, network: vpc, subnet: vpcSubnet } of networks) {
      new GkeNetworkParamSet(this, `${name}-parameters`, {
        metadata: { name },
        spec: { vpc, vpcSubnet, deviceMode: 'NetDevice' },
      });
      new GkeNetwork(this, name, {
        metadata: { name },
        spec: { type: 'Device', parametersRef: { group: 'networking.gke.io', kind: 'GKENetworkParamSet', name } },
      });
    }
  }
}
