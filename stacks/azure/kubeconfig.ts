import { listManagedClusterUserCredentialsOutput } from '@pulumi/azure-native/containerservice/listManagedClusterUserCredentials.js';
import { type InvokeOutputOptions, jsonStringify, type Output } from '@pulumi/pulumi';
import { parse } from 'yaml';

/** Application of AKS that tokens are for; the same for all clusters (kubelogin, "Using kubelogin with AKS"). */
const AKS_SERVER = '6dae42f8-4368-4678-94ff-3960e28e3630';

/** Which cluster. */
export interface KubeconfigArgs {
  /** Name of the cluster, known once it is there. */
  readonly resourceName: Output<string>;
  /** Its group. */
  readonly resourceGroupName: Output<string>;
}

/**
 * A way to a cluster's API without a token in it: whoever uses it asks Azure for one, through the command line of Azure, or as the
 * variable AAD_LOGIN_METHOD says, so that it never expires and holds no secret.
 *
 * Address and certificate stand in the file that AKS gives to users; the rest of that file wants a browser.
 */
export function kubeconfig(name: string, args: KubeconfigArgs, opts: InvokeOutputOptions): Output<string> {
  const { kubeconfigs } = listManagedClusterUserCredentialsOutput(args, opts);
  const cluster = kubeconfigs.apply(([first]) => clusterOf(first?.value ?? ''));
  const command = ['get-token', '--login', 'azurecli', '--server-id', AKS_SERVER];
  const exec = {
    apiVersion: 'client.authentication.k8s.io/v1',
    command: 'kubelogin',
    args: command,
    interactiveMode: 'Never',
  };
  return jsonStringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': name,
    clusters: [{ name, cluster }],
    contexts: [{ name, context: { cluster: name, user: name } }],
    users: [{ name, user: { exec } }],
  });
}

/** Address and certificate of a cluster. */
export interface ClusterAddress {
  readonly server: string;
  readonly 'certificate-authority-data': string;
}

/**
 * Reads where the cluster is from a kubeconfig.
 *
 * @param encoded - its text in base64
 * @throws {Error} if it does not say.
 */
export function clusterOf(encoded: string): ClusterAddress {
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const config = parse(text) as {
    readonly clusters?: readonly { readonly cluster?: Partial<ClusterAddress> }[];
  } | null;
  const { server, 'certificate-authority-data': authority } = config?.clusters?.[0]?.cluster ?? {};
  if (server === undefined || authority === undefined) throw new Error('AKS gave a kubeconfig that names no cluster');
  return { server, 'certificate-authority-data': authority };
}
