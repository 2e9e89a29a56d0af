import { ACCELERATOR_ALERTS, ACCELERATOR_SLOS } from './accelerator-rules.ts';
import { ACCESS_ALERTS, ACCESS_SLOS } from './access-rules.ts';
import { DELIVERY_ALERTS, DELIVERY_SLOS } from './delivery-rules.ts';
import { EDGE_GROUP, EDGE_SLOS } from './edge-rules.ts';
import { IMAGES_GROUP } from './images-rules.ts';
import { MONITORING_ALERTS, TELEMETRY_LOST } from './monitoring-alerts.ts';
import { OBSERVABILITY_SLOS } from './observability-rules.ts';
import { POLICY_GROUP, POLICY_SLOS } from './policy-rules.ts';
import { POOL_ALERTS, POOL_SLOS } from './pool-rules.ts';
import { QUEUEING_GROUP, QUEUEING_SLOS } from './queueing-rules.ts';
import { REGISTRY_GROUP, REGISTRY_SLOS } from './registry-rules.ts';
import type { Alert, RoomName } from './rule.ts';
import { SERVING_GROUP, SERVING_SLOS } from './serving-rules.ts';
import { type Slo, sloGroups } from './slo.ts';
import { TEAM_ALERTS } from './team-rules.ts';
import { LOG_ALERTS, TRACE_ALERTS } from './telemetry-alerts.ts';
import { TENANCY_SLOS } from './tenancy-rules.ts';
import { gangStart, TRAINING_GROUP } from './training-rules.ts';
import { VERIFICATION_GROUP, VERIFICATION_SLOS } from './verification-rules.ts';

/** An alert with the room that brings it. */
export interface RoomAlert {
  /** The room. */
  readonly room: RoomName;
  /** The alert. */
  readonly alert: Alert;
}

/** Usual timeout of a gang, the spec’s default. Unit: seconds. */
const USUAL_TIMEOUT = 600;

/** Every promise that a platform may make. */
export const EVERY_SLO: readonly Slo[] = [
  ...TENANCY_SLOS,
  ...ACCELERATOR_SLOS,
  ...POOL_SLOS,
  ...QUEUEING_SLOS,
  gangStart(USUAL_TIMEOUT),
  ...ACCESS_SLOS,
  ...REGISTRY_SLOS,
  ...SERVING_SLOS,
  ...EDGE_SLOS,
  ...VERIFICATION_SLOS,
  ...POLICY_SLOS,
  ...DELIVERY_SLOS,
  ...OBSERVABILITY_SLOS,
];

/** Every alert that a platform may have, for the pages that say what to do. */
export const EVERY_ALERT: readonly RoomAlert[] = [
  ...of('tenancy', TEAM_ALERTS),
  ...of('accelerators', ACCELERATOR_ALERTS),
  ...of('images', IMAGES_GROUP.alerts),
  ...of('autoscaling', POOL_ALERTS),
  ...[
    QUEUEING_GROUP,
    TRAINING_GROUP,
    REGISTRY_GROUP,
    SERVING_GROUP,
    EDGE_GROUP,
    VERIFICATION_GROUP,
    POLICY_GROUP,
  ].flatMap(({ alerts, room }) => of(room, alerts)),
  ...of('access', ACCESS_ALERTS),
  ...of('delivery', DELIVERY_ALERTS),
  ...of('observability', [...MONITORING_ALERTS, TELEMETRY_LOST, ...LOG_ALERTS, ...TRACE_ALERTS]),
  ...EVERY_SLO.flatMap((slo) => sloGroups(slo).flatMap(({ alerts }) => of(slo.room, alerts))),
];

function of(room: RoomName, alerts: readonly Alert[]): readonly RoomAlert[] {
  return alerts.map((alert) => ({ room, alert }));
}
