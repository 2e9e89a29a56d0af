import { Construct } from 'constructs';
import { type Access, ProtectedRoute } from '../access/index.ts';
import { GRAFANA_ADMIN, GRAFANA_PODS, GRAFANA_PORTS } from './grafana-values.ts';
import { MONITORING_NAMESPACE } from './monitoring-places.ts';

/** The way to the platform's own Grafana. */
export interface GrafanaWayProps {
  /** The way in. */
  readonly access: Access;
  /** Name under which people reach it. */
  readonly host: string;
  /** Values of the groups claim of those who may come in beside those who run the platform. */
  readonly groups: readonly string[];
}

/** The way to the platform's own Grafana, and its own account. */
export class GrafanaWay extends Construct {
  public constructor(scope: Construct, id: string, { access, groups, host }: GrafanaWayProps) {
    super(scope, id);
    const namespace = MONITORING_NAMESPACE;
    access.secret(this, 'grafana-admin', {
      name: GRAFANA_ADMIN.name,
      namespace,
      keys: [GRAFANA_ADMIN.userKey, GRAFANA_ADMIN.passwordKey],
      purpose: 'Grafana’s own account, which nobody uses',
      generated: true,
    });
    new ProtectedRoute(this, 'grafana-route', {
      access,
      name: 'grafana',
      namespace,
      host,
      backend: { service: 'grafana', port: GRAFANA_PORTS.service, podPort: GRAFANA_PORTS.pod, podLabels: GRAFANA_PODS },
      audience: 'people',
      groups,
    });
  }
}
