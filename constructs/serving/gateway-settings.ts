import { BUDGET_STORE } from '../../spec/budget-store.ts';
import { AI_GATEWAY_NAMESPACE, AI_GATEWAY_PORT } from './envoy-ai-gateway-values.ts';

const EVERYTHING = { includeAll: true };

/**
 * What Envoy Gateway's configuration needs for language models: whom it asks what to change in its proxies, groups of pods
 * as targets of routes, and where limits are counted.
 *
 * @param budgets - whether any endpoint has a budget of tokens
 */
export function gatewaySettings(budgets: boolean) {
  const { name, namespace, port } = BUDGET_STORE;
  const url = `${name}.${namespace}.svc:${port}`;
  return {
    extensionApis: { enableBackend: true },
    extensionManager: {
      backendResources: [{ group: 'inference.networking.k8s.io', kind: 'InferencePool', version: 'v1' }],
      hooks: {
        xdsTranslator: {
          translation: { listener: EVERYTHING, route: EVERYTHING, cluster: EVERYTHING, secret: EVERYTHING },
          post: ['Translation', 'Cluster', 'Route'],
        },
      },
      service: {
        fqdn: { hostname: `ai-gateway-controller.${AI_GATEWAY_NAMESPACE}.svc.cluster.local`, port: AI_GATEWAY_PORT },
      },
    },
    ...(budgets ? { rateLimit: { backend: { type: 'Redis', redis: { url } } } } : {}),
  };
}
