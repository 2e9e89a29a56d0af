import { createCertificateAuthority } from '../../rehearsal/certificates/certificate-authority.ts';
import type { ControllerDefinition, ControllerSite } from '../../rehearsal/controllers/controller.ts';

/** Where a controller runs in tests: a Deployment `manager` with one webhook, and what else is given. */
export function controllerSite(
  definition: ControllerDefinition,
  given: Partial<ControllerSite['deployment']> = {},
): ControllerSite {
  const { name, keys } = definition.authority;
  return {
    deployment: {
      name: 'manager',
      namespace: 'system',
      labels: {},
      serviceAccount: 'manager',
      args: [],
      env: {},
      config: undefined,
      services: ['webhook'],
      ...given,
    },
    ports: { webhook: 1001, metrics: 1002, health: 1003 },
    folder: '/state/manager',
    authority: createCertificateAuthority({ commonName: name, hosts: [name] }, keys),
    hosts: ['127.0.0.1', 'webhook.system.svc'],
  };
}
