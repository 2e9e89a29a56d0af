import type { Input } from '@pulumi/pulumi';

/** Who a machine's own controller lets in. */
export interface BmcCredentials {
  /** Name of the user. */
  readonly username: string;
  /** Password. */
  readonly password: string;
}

/** Way to a cluster that makes machines for others, and from there to the machines' own controllers. */
export interface ManagementConnection {
  /** Text of its kubeconfig. @default - the user's own: `KUBECONFIG`, or `~/.kube/config` */
  readonly kubeconfig?: Input<string>;
  /** Context in it. @default - the spec's */
  readonly context?: string;
  /** Credentials by machine. @default - Secrets that the spec names hold them */
  readonly credentials?: ReadonlyMap<string, Input<BmcCredentials>>;
}
