import { ComponentResource, type Input } from '@pulumi/pulumi';
import type { AcceleratorNetwork } from './accelerator-network.ts';

/** What the rest needs of a network, whoever made it: {@link NewNetwork} or {@link ExistingNetwork}. */
export abstract class Network extends ComponentResource {
  /** The VPC. */
  public abstract readonly vpcId: Input<string>;
  /** Subnet of machines, pods and Services. */
  public abstract readonly nodesId: Input<string>;
  /** Subnet of the API server. `undefined`: that of the machines. */
  public abstract readonly controlPlaneId: Input<string> | undefined;
  /** Addresses of the machines. */
  public abstract readonly machines: readonly string[];
  /** Names of the subnet's ranges from which pods and Services get their addresses. */
  public abstract readonly ranges: { readonly pods: string; readonly services: string };
  /** Where instances of Filestore stand, in the words of the driver that makes them. */
  public abstract readonly files: Readonly<Record<string, string>>;
  /** Networks between accelerators (GPUDirect-TCPX and -TCPXO), in the order of a machine's cards. */
  public abstract readonly accelerators: readonly AcceleratorNetwork[];
}
