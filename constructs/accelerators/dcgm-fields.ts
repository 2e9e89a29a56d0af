import { Construct } from 'constructs';
import { ConfigMap } from '../imports/kubernetes.gen.ts';

/** A figure that NVIDIA's exporter reads from DCGM. */
export interface DcgmField {
  /** Name of the field, and of the metric. */
  readonly name: string;
  /** Type of the metric. */
  readonly type: 'counter' | 'gauge';
  /** What it is, with its unit. */
  readonly means: string;
}

/**
 * Figures of NVIDIA's accelerators that rules and pages ask for. Errors of memory and of links are not in the exporter's own list.
 *
 * Source: DCGM's field identifiers, and `etc/default-counters.csv` of dcgm-exporter.
 */
export const DCGM_FIELDS: readonly DcgmField[] = [
  gauge('GPU_UTIL', 'Share of time in which a kernel ran (in %).'),
  gauge('FB_USED', 'Memory in use (in MiB).'),
  gauge('FB_FREE', 'Memory that is free (in MiB).'),
  gauge('GPU_TEMP', 'Temperature (in C).'),
  gauge('POWER_USAGE', 'Power (in W).'),
  gauge('SM_CLOCK', 'Clock of the multiprocessors (in MHz).'),
  gauge('XID_ERRORS', 'Number of the last Xid error.'),
  counter('ECC_DBE_VOL_TOTAL', 'Double-bit errors of memory since the driver was loaded.'),
  gauge('ROW_REMAP_FAILURE', 'Whether a row of memory could not be remapped.'),
  counter('UNCORRECTABLE_REMAPPED_ROWS', 'Rows of memory remapped after uncorrectable errors.'),
  counter('NVLINK_CRC_FLIT_ERROR_COUNT_TOTAL', 'Errors of flow control on all NVLinks.'),
];

function gauge(field: string, means: string): DcgmField {
  return { name: `DCGM_FI_DEV_${field}`, type: 'gauge', means };
}

function counter(field: string, means: string): DcgmField {
  return { name: `DCGM_FI_DEV_${field}`, type: 'counter', means };
}

/** Where NVIDIA's exporter looks up what to show. */
export interface DcgmMetricsProps {
  /** Name of the ConfigMap. */
  readonly name: string;
  /** Namespace of the operator. */
  readonly namespace: string;
}

/** What NVIDIA's exporter shows, as the list that it reads. */
export class DcgmMetrics extends Construct {
  /** Name of the ConfigMap. */
  public readonly name: string;

  public constructor(scope: Construct, id: string, { name, namespace }: DcgmMetricsProps) {
    super(scope, id);
    this.name = name;
    const lines = DCGM_FIELDS.map((field) => `${field.name}, ${field.type}, ${field.means}`);
    new ConfigMap(this, 'config', {
      metadata: { name, namespace },
      data: { 'dcgm-metrics.csv': `${lines.join('\n')}\n` },
    });
  }
}
