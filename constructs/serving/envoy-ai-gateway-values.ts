import { READ_ONLY_CONTAINER } from '../core/index.ts';
import type { PodSecurityContext, SecurityContext } from '../imports/kubernetes.gen.ts';

/** Values of the Envoy AI Gateway chart that Plinth sets. */
export interface EnvoyAiGatewayValues {
  readonly controller: {
    readonly replicaCount: number;
    readonly podSecurityContext: PodSecurityContext;
    readonly securityContext: SecurityContext;
    readonly mutatingWebhook: { readonly certManager: { readonly enable: true } };
    readonly resources: {
      readonly requests: { readonly cpu: string; readonly memory: string };
      readonly limits: { readonly memory: string };
    };
  };
  readonly extProc: { readonly enableRedaction: true };
  readonly envoyGateway: { readonly namespace: string };
}

/** Namespace of Envoy AI Gateway; Envoy Gateway asks its controller there what to change in the proxies. */
export const AI_GATEWAY_NAMESPACE = 'envoy-ai-gateway-system';

/** Ports of the controller: what Envoy Gateway asks at, and the port of its webhook. */
export const AI_GATEWAY_PORT = 1_063;

/**
 * The chart's values. Left to itself it makes a new certificate for its webhook at every rendering; prompts stay out of
 * its log.
 *
 * @param proxies - namespace that Envoy Gateway runs its proxies in
 */
export function envoyAiGatewayValues(proxies: string): EnvoyAiGatewayValues {
  return {
    controller: {
      replicaCount: 2,
      podSecurityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
      securityContext: READ_ONLY_CONTAINER,
      mutatingWebhook: { certManager: { enable: true } },
      resources: { requests: { cpu: '100m', memory: '256Mi' }, limits: { memory: '512Mi' } },
    },
    extProc: { enableRedaction: true },
    envoyGateway: { namespace: proxies },
  };
}
