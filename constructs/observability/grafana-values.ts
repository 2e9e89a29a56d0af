import type { ObservabilitySpec } from '../../spec/observability.ts';
import { CALLER_HEADER } from '../access/index.ts';

/** Values of the Grafana chart that Plinth sets. */
export interface GrafanaValues {
  readonly replicas: number;
  readonly rbac: { readonly create: boolean; readonly namespaced: boolean };
  readonly testFramework: { readonly enabled: boolean };
  readonly initChownData: { readonly enabled: boolean };
  readonly admin: { readonly existingSecret: string; readonly userKey: string; readonly passwordKey: string };
  readonly securityContext: object;
  readonly containerSecurityContext: object;
  readonly podDisruptionBudget: { readonly minAvailable: number };
  readonly resources: object;
  readonly datasources: Readonly<Record<string, object>>;
  readonly sidecar: {
    readonly dashboards: {
      readonly enabled: boolean;
      readonly label: string;
      readonly labelValue: string;
      readonly folderAnnotation: string;
      readonly provider: { readonly foldersFromFilesStructure: boolean };
    };
    readonly resources: object;
  };
  readonly 'grafana.ini': Readonly<Record<string, Readonly<Record<string, string | boolean>>>>;
}

/** Secret with Grafana's own account, which nobody uses: who comes in is who the gateway says. */
export const GRAFANA_ADMIN = { name: 'grafana-admin', userKey: 'admin-user', passwordKey: 'admin-password' } as const;

/** Label of ConfigMaps that hold a page. */
export const PAGE_LABEL = { label: 'plinth.dev/dashboard', value: 'grafana' } as const;
/** Annotation that says in which folder a page stands. */
export const FOLDER_ANNOTATION = 'plinth.dev/folder';
/** Label of Grafana's pods. */
export const GRAFANA_PODS = { 'app.kubernetes.io/name': 'grafana' } as const;
/** Port that they listen on, and the one of the Service. */
export const GRAFANA_PORTS = { pod: 3_000, service: 80 } as const;

/**
 * The chart's values. Grafana keeps nothing: pages and sources come from Git, so that two of it are equal and either may go.
 *
 * @param host - name under which people reach it
 * @param sources - what it can be asked about
 */
export function grafanaValues(
  { viewers }: Pick<ObservabilitySpec, 'viewers'>,
  host: string,
  sources: readonly object[],
): GrafanaValues {
  return {
    replicas: 2,
    // It reads ConfigMaps of its own namespace, and none of anybody else's.
    rbac: { create: true, namespaced: true },
    testFramework: { enabled: false },
    initChownData: { enabled: false },
    admin: { existingSecret: GRAFANA_ADMIN.name, userKey: 'admin-user', passwordKey: 'admin-password' },
    securityContext: { seccompProfile: { type: 'RuntimeDefault' } },
    containerSecurityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
    podDisruptionBudget: { minAvailable: 1 },
    resources: amounts('256Mi'),
    datasources: { 'datasources.yaml': { apiVersion: 1, datasources: sources } },
    sidecar: {
      dashboards: {
        enabled: true,
        label: PAGE_LABEL.label,
        labelValue: PAGE_LABEL.value,
        folderAnnotation: FOLDER_ANNOTATION,
        provider: { foldersFromFilesStructure: true },
      },
      resources: amounts('128Mi'),
    },
    'grafana.ini': grafanaSettings(host, viewers === 'teams' ? 'Viewer' : 'Editor'),
  };
}

/**
 * Grafana's own settings.
 *
 * @param host - name under which people reach it
 * @param role - what those may who come in
 */
export function grafanaSettings(host: string, role: 'Editor' | 'Viewer'): GrafanaValues['grafana.ini'] {
  return {
    server: { root_url: `https://${host}` },
    analytics: { check_for_updates: false, check_for_plugin_updates: false, reporting_enabled: false },
    // The gateway has asked who it is, takes this header away from whatever comes in, and is the only way in.
    'auth.proxy': { enabled: true, header_name: CALLER_HEADER, header_property: 'username', auto_sign_up: true },
    auth: { disable_login_form: true, disable_signout_menu: true },
    'auth.basic': { enabled: false },
    users: { allow_sign_up: false, allow_org_create: false, auto_assign_org: true, auto_assign_org_role: role },
    security: { cookie_secure: true, disable_gravatar: true, allow_embedding: false },
    dashboards: { default_home_dashboard_path: '' },
    unified_alerting: { enabled: false },
    plugins: { plugin_admin_enabled: false },
  };
}

function amounts(memory: string): object {
  return { requests: { cpu: '100m', memory }, limits: { memory } };
}
