import { ENVOY_GATEWAY_CERTIFICATES, ENVOY_GATEWAY_ENV } from '../envoy-gateway-sources.ts';
import type { KubernetesObject } from '../kubernetes-object.ts';
import { type ControllerDefinition, type ControllerSite, withoutFlags } from './controller.ts';
import { CONFIG_FILE, type ManagerConfig, section } from './manager-config.ts';

/** Secrets that its certificate job makes for those who talk to each other: controller, proxies, rate limiter. */
const CERTIFICATE_SECRETS = ['envoy-gateway', 'envoy', 'envoy-rate-limit'] as const;

/** Secret of the key that signs cookies of its sign-in; it also salts the paths of extensions. */
const COOKIE_SECRET = 'envoy-oidc-hmac';

/** Length of the key that signs cookies. Unit: bytes. */
const COOKIE_KEY_BYTES = 32;

/**
 * Envoy Gateway: gateways and routes of the Gateway API.
 *
 * Its control plane only. It judges gateways, routes and policies, translates them, and deploys proxies; these proxies are
 * simulated pods, so that nothing asks it for the translation and no request ever flows.
 */
export const envoyGateway: ControllerDefinition = {
  engine: 'envoy-gateway',
  apps: ['gateway-helm', 'envoy-gateway'],
  authority: { name: 'envoy-gateway-ca', keys: 'ec' },
  run: (site, neighbours = []) => {
    const { deployment, ports, folder, authority, hosts } = site;
    const { certificate, key } = authority.issue({ commonName: deployment.name, hosts });
    return {
      args: [...withoutFlags(deployment.args, ['config-path']), `--config-path=${folder}/${CONFIG_FILE}`],
      env: {
        ENVOY_GATEWAY_NAMESPACE: deployment.namespace,
        [ENVOY_GATEWAY_ENV.health]: `127.0.0.1:${ports.health}`,
        [ENVOY_GATEWAY_ENV.webhookPort]: String(ports.webhook),
      },
      files: {
        [CONFIG_FILE]: JSON.stringify(localConfig(site, neighbours), null, 2),
        [`${ENVOY_GATEWAY_CERTIFICATES}/ca.crt`]: authority.certificate,
        [`${ENVOY_GATEWAY_CERTIFICATES}/tls.crt`]: certificate,
        [`${ENVOY_GATEWAY_CERTIFICATES}/tls.key`]: key,
      },
      objects: secrets(site),
      changes: [
        'runs as a process: own ports on 127.0.0.1, no leader election, no metrics',
        'built with its fixed ports and folders made variable, which only hold in a container',
        'certificates made by the rehearsal, in the place of its certificate job',
        'Envoy does not run: proxies are simulated pods, no request flows',
      ],
    };
  },
};

function localConfig({ deployment, ports }: ControllerSite, neighbours: readonly ControllerSite[]): ManagerConfig {
  const config = deployment.config ?? {};
  const provider = section(config, 'provider');
  const kubernetes = { ...section(provider, 'kubernetes'), leaderElection: { disable: true } };
  return {
    ...config,
    provider: { ...provider, type: 'Kubernetes', kubernetes },
    admin: { ...section(config, 'admin'), address: { host: '127.0.0.1', port: ports.metrics } },
    telemetry: { metrics: { prometheus: { disable: true } } },
    ...localExtension(section(config, 'extensionManager'), neighbours),
  };
}

/** Points Envoy Gateway at an extension that runs here, or leaves out one that does not: it would wait for it for ever. */
function localExtension(manager: ManagerConfig, neighbours: readonly ControllerSite[]): ManagerConfig {
  const { hostname = '' } = section(section(manager, 'service'), 'fqdn') as { hostname?: string };
  const [service = '', namespace = ''] = hostname.split('.');
  const extension = neighbours.find(
    ({ deployment }) => deployment.namespace === namespace && deployment.services.includes(service),
  );
  if (extension === undefined) return { extensionManager: undefined };
  const ip = { address: '127.0.0.1', port: extension.ports.health };
  return { extensionManager: { ...manager, service: { ip } } };
}

function secrets({ deployment: { namespace }, authority }: ControllerSite): KubernetesObject[] {
  const secret = (name: string, rest: object) => {
    const metadata = { name, namespace, labels: { 'control-plane': 'envoy-gateway' } };
    return { apiVersion: 'v1', kind: 'Secret', metadata, ...rest };
  };
  const certified = CERTIFICATE_SECRETS.map((name) => {
    const { certificate, key } = authority.issue({ commonName: name, hosts: [name, `*.${namespace}`] });
    const stringData = { 'ca.crt': authority.certificate, 'tls.crt': certificate, 'tls.key': key };
    return secret(name, { type: 'kubernetes.io/tls', stringData });
  });
  // Any key does: nobody signs in to a rehearsal.
  const cookieKey = Buffer.alloc(COOKIE_KEY_BYTES, namespace).toString('base64');
  return [...certified, secret(COOKIE_SECRET, { type: 'Opaque', data: { 'hmac-secret': cookieKey } })];
}
