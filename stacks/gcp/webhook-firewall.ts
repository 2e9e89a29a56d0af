import { Firewall } from '@pulumi/gcp/compute/firewall.js';
import type { CustomResourceOptions, Input } from '@pulumi/pulumi';

/** From where to what. */
export interface WebhookFirewallArgs {
  /** Name of the cluster. */
  readonly cluster: string;
  /** The VPC. */
  readonly network: Input<string>;
  /** Addresses of the API server. */
  readonly from: readonly string[];
  /** Account that the cluster's machines are. @default - all machines of the network */
  readonly machines?: Input<string>;
}

/** GKE opens 443 and 10250 only; webhooks of controllers listen on ports of their own, and would never be asked. */
export function webhookFirewall(name: string, args: WebhookFirewallArgs, opts: CustomResourceOptions): Firewall {
  const { cluster, from, machines, network } = args;
  return new Firewall(
    name,
    {
      name: `${cluster}-control-plane`,
      description: 'API server of one cluster, to the webhooks on its machines',
      network,
      direction: 'INGRESS',
      sourceRanges: [...from],
      ...(machines === undefined ? {} : { targetServiceAccounts: [machines] }),
      allows: [{ protocol: 'tcp' }],
    },
    opts,
  );
}
