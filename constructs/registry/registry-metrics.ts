/**
 * Figures of Harbor's exporter that say how each project is used; each has the label `project_name`.
 *
 * Names as in `src/pkg/exporter` of Harbor; the exporter puts `harbor_` before them and refreshes them each 23 seconds.
 */
export const REGISTRY_METRICS = {
  /** What a project holds. Unit: bytes. */
  usedBytes: 'harbor_project_quota_usage_byte',
  /** What it may hold; -1 is no bound. Unit: bytes. */
  quotaBytes: 'harbor_project_quota_byte',
  /** Repositories. */
  repositories: 'harbor_project_repo_total',
  /** Artifacts, by `artifact_type`: IMAGE, CHART, MODEL … */
  artifacts: 'harbor_project_artifact_total',
  /** Pulls of all its artifacts since it was made. */
  pulls: 'harbor_artifact_pulled',
  /** People who are members by themselves and not by a group: none, as the platform sets it. */
  members: 'harbor_project_member_total',
} as const;
