import { ACCELERATOR_METRICS } from './accelerators.ts';
import { EDGE_METRICS } from './edge.ts';
import { IMAGES_METRICS } from './images.ts';
import { JOB_METRICS } from './jobs.ts';
import { KUBERNETES_METRICS } from './kubernetes.ts';
import type { Metric } from './metric.ts';
import { OPERATION_METRICS } from './operations.ts';
import { SERVICE_METRICS } from './services.ts';

/** Every metric that rules and dashboards may use. */
export const METRICS: readonly Metric[] = [
  ...KUBERNETES_METRICS,
  ...ACCELERATOR_METRICS,
  ...JOB_METRICS,
  ...SERVICE_METRICS,
  ...OPERATION_METRICS,
  ...EDGE_METRICS,
  ...IMAGES_METRICS,
];
