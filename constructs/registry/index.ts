/** Registry: images, charts, models, and what is known about how models came to be. */
export type { CloudNativePgValues } from './cloudnative-pg-values.ts';
export { DATABASE_OPERATOR_NAMESPACE, DATABASE_PORT, Database, type DatabaseProps } from './database.ts';
export type { DatabaseBackup } from './database-backup.ts';
export { ExperimentTracking, type ExperimentTrackingProps } from './experiment-tracking.ts';
export { HARBOR, KEPT_TAGS, ROBOT_SECRETS } from './harbor-names.ts';
export { type HarborSettingsInput, harborSettings } from './harbor-settings.ts';
export type {
  HarborConfiguration,
  HarborEndpoint,
  HarborMember,
  HarborPermission,
  HarborProject,
  HarborReplication,
  HarborRetention,
  HarborRetentionRule,
  HarborRobot,
  HarborRole,
  HarborSettings,
  HarborWebhook,
} from './harbor-settings-form.ts';
export { HARBOR_ROLES, SETTINGS_FORM } from './harbor-settings-form.ts';
export { APPLIED_SECRET } from './harbor-settings-job.ts';
export type { HarborValues } from './harbor-values.ts';
export { Registry, type RegistryProps } from './registry.ts';
export { REGISTRY_METRICS } from './registry-metrics.ts';
export { TRACKING_ENV, TRACKING_PORT, type TrackingServerProps, trackingArgs } from './tracking-server.ts';
