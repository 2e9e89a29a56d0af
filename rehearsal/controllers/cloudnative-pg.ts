import { type ControllerDefinition, PROCESS_CHANGES, withoutFlags } from './controller.ts';

/** Folder of its webhook certificate, inside the controller's folder. */
const CERTIFICATES = 'webhook';

/** What instances are started with: its image holds one program for each kind of processor, and it tells them by their sums. */
const INSTANCE_MANAGERS = ['operator/manager_amd64', 'operator/manager_arm64'] as const;

/**
 * CloudNativePG: PostgreSQL clusters.
 *
 * Databases do not run: it makes volumes, certificates and the first instance, and then waits for what its instances never
 * say. Its webhook certificate is given to it as Operator Lifecycle Manager would, or it would want its own Deployment.
 */
export const cloudnativePg: ControllerDefinition = {
  engine: 'cloudnative-pg',
  apps: ['cloudnative-pg'],
  authority: { name: 'cnpg-ca', keys: 'ec' },
  run: ({ deployment, ports, folder, authority, hosts }) => {
    const { certificate, key } = authority.issue({ commonName: deployment.name, hosts });
    return {
      args: [
        ...withoutFlags(deployment.args, ['leader-elect', 'metrics-bind-address', 'webhook-port']),
        `--metrics-bind-address=127.0.0.1:${ports.metrics}`,
        `--webhook-port=${ports.webhook}`,
      ],
      env: { OPERATOR_NAMESPACE: deployment.namespace, WEBHOOK_CERT_DIR: `${folder}/${CERTIFICATES}` },
      files: {
        [`${CERTIFICATES}/apiserver.crt`]: certificate,
        [`${CERTIFICATES}/apiserver.key`]: key,
        ...Object.fromEntries(INSTANCE_MANAGERS.map((name) => [name, 'never started in a rehearsal\n'])),
      },
      readyAt: 'webhook',
      changes: [...PROCESS_CHANGES, 'PostgreSQL does not run: instances are created and never report'],
    };
  },
};
