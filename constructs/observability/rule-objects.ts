import { Construct } from 'constructs';
import { ConfigMap } from '../imports/kubernetes.gen.ts';
import { PrometheusRule } from '../imports/prometheus-operator.gen.ts';
import type { Dashboard } from './dashboards/board.ts';
import { FOLDER_ANNOTATION, PAGE_LABEL } from './grafana-values.ts';
import { MONITORING_NAMESPACE } from './monitoring-places.ts';
import { type RuleGroup, ruleGroupJson } from './rules/rule.ts';

/** Rules of a platform. */
export interface PlatformRulesProps {
  /** Groups, in the order in which they stand on each other. */
  readonly groups: readonly RuleGroup[];
  /** Where the pages of alerts lie. @default - their folder in Plinth's repository, as a path */
  readonly runbooks: string | undefined;
}

/** One PrometheusRule for each room that brings rules. */
export class PlatformRules extends Construct {
  public constructor(scope: Construct, id: string, { groups, runbooks }: PlatformRulesProps) {
    super(scope, id);
    for (const [room, its] of Map.groupBy(groups, (group) => group.room))
      new PrometheusRule(this, room, {
        metadata: { name: room, namespace: MONITORING_NAMESPACE },
        spec: { groups: its.map((group) => ruleGroupJson(group, runbooks?.replace(/\/$/, ''))) },
      });
  }
}

/** Name of the ConfigMap with a page. */
export function dashboardMap({ room, team }: Pick<Dashboard, 'room' | 'team'>): string {
  return room === undefined ? `dashboard-team-${team}` : `dashboard-${room}`;
}

/** One ConfigMap for each page, which Grafana's sidecar picks up. */
export class DashboardPages extends Construct {
  public constructor(scope: Construct, id: string, pages: readonly Dashboard[]) {
    super(scope, id);
    for (const { json, room, team, uid } of pages) {
      const name = dashboardMap({ room, team });
      new ConfigMap(this, name, {
        metadata: {
          name,
          namespace: MONITORING_NAMESPACE,
          labels: { [PAGE_LABEL.label]: PAGE_LABEL.value },
          annotations: { [FOLDER_ANNOTATION]: room === undefined ? 'Teams' : 'Platform' },
        },
        data: { [`${uid}.json`]: json },
      });
    }
  }
}
