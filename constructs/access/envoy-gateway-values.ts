/** Values of the chart with Envoy Gateway's definitions that Plinth sets. */
export interface EnvoyGatewayCrdsValues {
  readonly crds: {
    readonly gatewayAPI: { readonly enabled: boolean };
    readonly envoyGateway: { readonly enabled: boolean };
  };
}

/** Its own definitions, and not those of Gateway API, which have an owner of their own. */
export function envoyGatewayCrdsValues(): EnvoyGatewayCrdsValues {
  return { crds: { gatewayAPI: { enabled: false }, envoyGateway: { enabled: true } } };
}

/** Values of the Envoy Gateway chart that Plinth sets. */
export interface EnvoyGatewayValues {
  readonly crds: { readonly enabled: boolean };
  readonly podDisruptionBudget: { readonly minAvailable: number };
  readonly deployment: { readonly replicas: number };
  readonly topologyInjector: { readonly enabled: boolean };
  readonly config: { readonly envoyGateway: Readonly<Record<string, unknown>> };
}

/** What a later room adds to Envoy Gateway's own configuration; field names are upstream's. */
export interface EnvoyGatewaySettings {
  /** Further kinds that it serves. */
  readonly extensionApis?: { readonly enableBackend?: boolean };
  /** A program that changes what the proxies are told. */
  readonly extensionManager?: Readonly<Record<string, unknown>>;
  /** Where limits that all proxies count together are kept. */
  readonly rateLimit?: Readonly<Record<string, unknown>>;
}

/** Name under which Envoy Gateway knows the classes that are its own. */
export const CONTROLLER = 'gateway.envoyproxy.io/gatewayclass-controller';

/**
 * Two controllers, one of which leads; definitions come from elsewhere. The injector of zones is off: it is a webhook on
 * every pod binding, for a balancing by zones that is not used.
 *
 * @param settings - what later rooms add; read when the values are written
 */
export function envoyGatewayValues(settings: EnvoyGatewaySettings): EnvoyGatewayValues {
  return {
    crds: { enabled: false },
    podDisruptionBudget: { minAvailable: 1 },
    deployment: { replicas: 2 },
    topologyInjector: { enabled: false },
    config: {
      get envoyGateway() {
        return {
          ...settings,
          gateway: { controllerName: CONTROLLER },
          provider: { type: 'Kubernetes' },
          // Patches of the proxies' raw configuration would pass by every policy.
          extensionApis: { enableBackend: false, ...settings.extensionApis, enableEnvoyPatchPolicy: false },
        };
      },
    },
  };
}
