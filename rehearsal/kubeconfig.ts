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
