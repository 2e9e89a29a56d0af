import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AUDIT_POLICY } from './audit-policy.ts';
import {
  type CertificateAuthority,
  createCertificateAuthority,
  createTokenSigningKey,
  type KeyedCertificate,
  type Subject,
} from './certificates/certificate-authority.ts';
import { kubeconfig } from './kubeconfig.ts';

/** Names under which the API server is reached, inside the simulated cluster and from this machine. */
const API_SERVER_HOSTS = [
  'localhost',
  '127.0.0.1',
  '10.96.0.1',
  'kubernetes',
  'kubernetes.default',
  'kubernetes.default.svc',
  'kubernetes.default.svc.cluster.local',
];

/** The throwaway folder of one control plane: certificates, data, logs. */
export interface ControlPlaneFiles {
  /** Root of the folder; removed when the control plane stops. */
  readonly folder: string;
  /** Path of a file in the folder. */
  path(...parts: readonly string[]): string;
  /** Path of the log of one process. */
  log(name: string): string;
  /** Signs everything that this control plane trusts. */
  readonly authority: CertificateAuthority;
  /** URL of the API server. */
  readonly server: string;
  /** Certificate of a user. */
  certificateFor(subject: Subject): KeyedCertificate;
  /** Writes a kubeconfig for a user and hands back its path. */
  writeKubeconfig(name: string, subject: Subject): Promise<string>;
}

/**
 * Makes the folder, the certificate authority and all files that the API server reads.
 *
 * @param apiServerPort - port on 127.0.0.1 where the API server will listen.
 */
export async function createControlPlaneFiles(apiServerPort: number): Promise<ControlPlaneFiles> {
  const folder = await mkdtemp(join(tmpdir(), 'plinth-rehearsal-'));
  const path = (...parts: readonly string[]) => join(folder, ...parts);
  await Promise.all(['logs', 'etcd', 'webhooks'].map((name) => mkdir(path(name), { mode: 0o700 })));
  const authority = createCertificateAuthority({ commonName: 'plinth-rehearsal-ca' });
  const server = `https://127.0.0.1:${apiServerPort}`;
  await writePki(path, authority);
  await writeFile(path('audit-policy.json'), JSON.stringify(AUDIT_POLICY));
  return {
    folder,
    path,
    log: (name) => path('logs', `${name}.log`),
    authority,
    server,
    certificateFor: (subject) => authority.issue(subject),
    writeKubeconfig: async (name, subject) => {
      const file = path(`${name}.kubeconfig`);
      const text = kubeconfig({ server, ca: authority.certificate, user: authority.issue(subject) });
      await writeFile(file, text, { mode: 0o600 });
      return file;
    },
  };
}

async function writePki(path: ControlPlaneFiles['path'], authority: CertificateAuthority): Promise<void> {
  const serving = authority.issue({ commonName: 'kube-apiserver', hosts: API_SERVER_HOSTS });
  // Of its own, as everywhere: otherwise every client's certificate is checked twice, first as though it were the proxy's.
  const front = createCertificateAuthority({ commonName: 'plinth-rehearsal-front-proxy-ca' });
  const proxy = front.issue({ commonName: 'front-proxy-client' });
  const files = {
    'ca.crt': authority.certificate,
    'ca.key': authority.key,
    'apiserver.crt': serving.certificate,
    'apiserver.key': serving.key,
    'front-proxy-ca.crt': front.certificate,
    'front-proxy.crt': proxy.certificate,
    'front-proxy.key': proxy.key,
    'service-account.key': createTokenSigningKey(),
  };
  await Promise.all(Object.entries(files).map(([name, text]) => writeFile(path(name), text, { mode: 0o600 })));
}
