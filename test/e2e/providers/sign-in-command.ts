import { playedCluster } from './cloud-answers.ts';

/** Plays `aws eks get-token` and its like: signs everybody in to the control plane as its administrator. */
const { user } = playedCluster();
process.stdout.write(
  `${JSON.stringify({
    apiVersion: 'client.authentication.k8s.io/v1',
    kind: 'ExecCredential',
    status: { clientCertificateData: user.certificate, clientKeyData: user.key },
  })}\n`,
);
