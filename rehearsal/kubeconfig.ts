import type { KeyedCertificate } from './certificates/certificate-authority.ts';

/** What a client needs to reach the API server as one user. */
export interface ClusterAccess {
  /** `https://127.0.0.1:port`. */
  readonly server: string;
  /** Certificate authority of the API server, PEM. */
  readonly ca: string;
  /** Certificate and key of the user. */
  readonly user: KeyedCertificate;
}

/** Text of a kubeconfig file with all credentials inside; JSON, which every reader of YAML understands. */
export function kubeconfig({ server, ca, user }: ClusterAccess): string {
  const base64 = (pem: string) => Buffer.from(pem).toString('base64');
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'rehearsal',
    clusters: [{ name: 'rehearsal', cluster: { server, 'certificate-authority-data': base64(ca) } }],
    users: [
      {
        name: 'rehearsal',
        user: { 'client-certificate-data': base64(user.certificate), 'client-key-data': base64(user.key) },
      },
    ],
    contexts: [{ name: 'rehearsal', context: { cluster: 'rehearsal', user: 'rehearsal' } }],
  };
  return `${JSON.stringify(config, null, 2)}\n`;
}

/** What a kubeconfig made by {@link kubeconfig} says. @throws if it was written by somebody else. */
export function accessOf(text: string): ClusterAccess {
  const { clusters, users } = JSON.parse(text) as {
    clusters: [{ cluster: { server: string; 'certificate-authority-data': string } }];
    users: [{ user: { 'client-certificate-data': string; 'client-key-data': string } }];
  };
  const pem = (base64: string) => Buffer.from(base64, 'base64').toString('utf8');
  const [{ cluster }] = clusters;
  const [{ user }] = users;
  return {
    server: cluster.server,
    ca: pem(cluster['certificate-authority-data']),
    user: { certificate: pem(user['client-certificate-data']), key: pem(user['client-key-data']) },
  };
}
