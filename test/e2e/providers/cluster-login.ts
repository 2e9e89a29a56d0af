import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { ClusterClient } from '../../../rehearsal/cluster-client.ts';
import { playedCluster } from './cloud-answers.ts';

interface Kubeconfig {
  readonly 'current-context'?: string;
  readonly clusters: readonly { readonly name: string; readonly cluster: ClusterEntry }[];
  readonly contexts: readonly {
    readonly name: string;
    readonly context: { readonly cluster: string; readonly user: string };
  }[];
  readonly users: readonly { readonly name: string; readonly user: UserEntry }[];
}

interface ClusterEntry {
  readonly server: string;
  /** @default - one that everybody knows; of those the control plane's is played */
  readonly 'certificate-authority-data'?: string;
}

interface UserEntry {
  readonly 'client-certificate-data'?: string;
  readonly 'client-key-data'?: string;
  readonly exec?: {
    readonly command: string;
    readonly args?: readonly string[];
    readonly env?: readonly { readonly name: string; readonly value: string }[];
  };
}

/**
 * Signs in as kubectl would: with the certificate in the kubeconfig, or by the command that it names.
 *
 * @param kubeconfig - its text, or the path of a file. @default - `KUBECONFIG`
 * @param context - which cluster. @default - the current one
 * @throws {Error} if the kubeconfig has no such context
 */
export function signIn(kubeconfig = process.env['KUBECONFIG'] ?? '', context?: string): ClusterClient {
  const text = existsSync(kubeconfig) ? readFileSync(kubeconfig, 'utf8') : kubeconfig;
  const config = parse(text) as Kubeconfig;
  const chosen = context ?? config['current-context'];
  const found = config.contexts.find(({ name }) => name === chosen)?.context;
  const cluster = config.clusters.find(({ name }) => name === found?.cluster)?.cluster;
  const user = config.users.find(({ name }) => name === found?.user)?.user;
  if (cluster === undefined || user === undefined) throw new Error(`the kubeconfig has no context ${chosen}`);
  const keyed = user.exec === undefined ? stored(user) : asked(user.exec);
  const authority = cluster['certificate-authority-data'];
  const ca = authority === undefined ? playedCluster().ca : decoded(authority);
  return new ClusterClient({ server: cluster.server, ca, user: keyed });
}

function stored(user: UserEntry) {
  return { certificate: decoded(user['client-certificate-data']), key: decoded(user['client-key-data']) };
}

function asked({ args = [], command, env = [] }: NonNullable<UserEntry['exec']>) {
  const added = Object.fromEntries(env.map(({ name, value }) => [name, value]));
  const answer = execFileSync(command, [...args], { encoding: 'utf8', env: { ...process.env, ...added } });
  const { status } = JSON.parse(answer) as {
    status: { clientCertificateData: string; clientKeyData: string };
  };
  return { certificate: status.clientCertificateData, key: status.clientKeyData };
}

function decoded(base64 = ''): string {
  return Buffer.from(base64, 'base64').toString('utf8');
}
