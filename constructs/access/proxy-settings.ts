import { spreadOver } from '../core/index.ts';
import type { ClientTrafficPolicySpec, EnvoyProxySpec } from '../imports/envoy-gateway.gen.ts';

/** Group and user that the proxies' image runs as. */
const PROXY_USER = 65_532;

/**
 * Two proxies on two nodes, which the restricted level lets in, behind one load balancer.
 *
 * @param image - image of the proxies. @default - the one that the controller starts by itself
 */
export function proxySpec(loadBalancer: Readonly<Record<string, string>>, image?: string): EnvoyProxySpec {
  const seccompProfile = { type: 'RuntimeDefault' } as const;
  return {
    provider: {
      type: 'Kubernetes',
      kubernetes: {
        envoyDeployment: {
          replicas: 2,
          pod: {
            securityContext: { runAsNonRoot: true, seccompProfile },
            topologySpreadConstraints: spreadOver(['node'], PROXY_LABELS),
          },
          container: {
            ...(image === undefined ? {} : { image }),
            resources: { requests: { cpu: '500m', memory: '512Mi' }, limits: { memory: '1Gi' } },
            securityContext: {
              allowPrivilegeEscalation: false,
              capabilities: { drop: ['ALL'] },
              runAsNonRoot: true,
              runAsUser: PROXY_USER,
              runAsGroup: PROXY_USER,
              seccompProfile,
            },
          },
        },
        envoyPDB: { minAvailable: 1 },
        envoyService: { type: 'LoadBalancer', externalTrafficPolicy: 'Local', annotations: loadBalancer },
      },
    },
    // Requests in work are finished before a proxy goes.
    shutdown: { drainTimeout: '60s', minDrainDuration: '10s' },
  };
}

/** Labels that Envoy Gateway gives to the pods of this gateway's proxies. */
export const PROXY_LABELS = {
  'app.kubernetes.io/component': 'proxy',
  'app.kubernetes.io/managed-by': 'envoy-gateway',
  'gateway.envoyproxy.io/owning-gateway-name': 'plinth',
  'gateway.envoyproxy.io/owning-gateway-namespace': 'plinth-gateway',
} as const;

/** What is asked of callers' connections: no old TLS, no endless headers, no path that two parties read differently. */
export const TRAFFIC: ClientTrafficPolicySpec = {
  tls: { minVersion: '1.2', alpnProtocols: ['h2', 'http/1.1'] },
  path: { escapedSlashesAction: 'UnescapeAndRedirect', disableMergeSlashes: false },
  timeout: { http: { requestHeadersReceivedTimeout: '10s', idleTimeout: '300s' }, tcp: { tlsHandshakeTimeout: '10s' } },
  connection: { bufferLimit: '32Ki', connectionLimit: { value: 20_000 } },
  http2: { maxConcurrentStreams: 100, initialStreamWindowSize: '64Ki', initialConnectionWindowSize: '1Mi' },
};
