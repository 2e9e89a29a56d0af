import type { TargetFacts } from '../../spec/facts.ts';
import type { PlatformSpec } from '../../spec/platform.ts';
import { poolShape } from '../../spec/pool-shape.ts';
import { MONITORING_NAMESPACE, PROMETHEUS } from './monitoring-places.ts';

/** Values of the OpenCost chart that Plinth sets. */
export interface OpenCostValues {
  readonly fullnameOverride: string;
  readonly podSecurityContext: object;
  readonly extraVolumes: readonly object[];
  readonly opencost: {
    readonly ui: { readonly enabled: boolean };
    readonly mcp: { readonly enabled: boolean };
    readonly exporter: {
      readonly defaultClusterId: string;
      readonly resources: object;
      readonly securityContext: object;
      readonly extraVolumeMounts: readonly object[];
      readonly extraEnv: Readonly<Record<string, string>>;
    };
    readonly prometheus: {
      readonly internal: { readonly serviceName: string; readonly namespaceName: string; readonly port: number };
    };
  };
}

/** ConfigMap with the prices of the platform's pools. */
export const PRICES = { name: 'opencost-prices', file: 'prices.csv' } as const;

const FOLDER = '/prices';
const USER = 1_001;

/** The chart's values: prices from a file instead of a cloud's list, no page of its own, no way in for programs. */
export function openCostValues(cluster: string): OpenCostValues {
  const memory = '1Gi';
  return {
    fullnameOverride: 'opencost',
    podSecurityContext: { runAsNonRoot: true, runAsUser: USER, seccompProfile: { type: 'RuntimeDefault' } },
    extraVolumes: [{ name: 'prices', configMap: { name: PRICES.name } }],
    opencost: {
      ui: { enabled: false },
      mcp: { enabled: false },
      exporter: {
        defaultClusterId: cluster,
        resources: { requests: { cpu: '100m', memory: '256Mi' }, limits: { memory } },
        securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
        extraVolumeMounts: [{ name: 'prices', mountPath: FOLDER, readOnly: true }],
        extraEnv: { USE_CSV_PROVIDER: 'true', CSV_PATH: `${FOLDER}/${PRICES.file}` },
      },
      prometheus: {
        internal: {
          serviceName: PROMETHEUS.service,
          namespaceName: MONITORING_NAMESPACE,
          port: PROMETHEUS.port,
        },
      },
    },
  };
}

const COLUMNS = 'EndTimestamp,InstanceID,Region,AssetClass,InstanceIDField,InstanceType,MarketPriceHourly,Version';

/**
 * Prices of the pools' nodes, as OpenCost reads a file of them: the catalogue's list price for an hour of a whole node, or
 * the spec's. A pool whose price nobody knows has no line: its nodes then cost nothing there, and nothing is guessed.
 *
 * OpenCost finds a node's line by one label for all lines: the one that all pools have. Pools of an existing cluster that
 * are told apart by labels of different names get no prices.
 */
export function poolPrices(spec: PlatformSpec, { pools }: Pick<TargetFacts, 'pools'>): string {
  const [first] = pools;
  const label = Object.keys(first?.nodeLabels ?? {}).find((key) => pools.every(({ nodeLabels }) => key in nodeLabels));
  const rows = spec.pools.flatMap((pool) => {
    const value = pools.find(({ name }) => name === pool.name)?.nodeLabels[label ?? ''];
    const price = poolShape(spec.target.kind, pool)?.price;
    if (label === undefined || value === undefined || price === undefined) return [];
    return [`,${value},,node,metadata.labels.${label},${pool.name},${price.usdPerHour},`];
  });
  return `${[COLUMNS, ...rows].join('\n')}\n`;
}
