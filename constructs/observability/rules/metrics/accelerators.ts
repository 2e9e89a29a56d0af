import { type Metric, type MetricLine, metricsOf } from './metric.ts';

const DCGM: readonly MetricLine[] = [
  ['DCGM_FI_DEV_GPU_UTIL', 'gauge'],
  ['DCGM_FI_DEV_FB_USED', 'gauge'],
  ['DCGM_FI_DEV_FB_FREE', 'gauge'],
  ['DCGM_FI_DEV_GPU_TEMP', 'gauge'],
  ['DCGM_FI_DEV_POWER_USAGE', 'gauge'],
  ['DCGM_FI_DEV_SM_CLOCK', 'gauge'],
  ['DCGM_FI_DEV_XID_ERRORS', 'gauge'],
  ['DCGM_FI_DEV_ECC_DBE_VOL_TOTAL', 'counter'],
  ['DCGM_FI_DEV_ROW_REMAP_FAILURE', 'gauge'],
  ['DCGM_FI_DEV_UNCORRECTABLE_REMAPPED_ROWS', 'counter'],
  ['DCGM_FI_DEV_NVLINK_CRC_FLIT_ERROR_COUNT_TOTAL', 'counter'],
];

/** Fields that dcgm-exporter must be told to expose; not all of them are on in its own list. */
export const DCGM_FIELDS: readonly { readonly name: string; readonly type: string }[] = DCGM.map(([name, type]) => ({
  name,
  type,
}));

/** Figures of accelerators, each maker's own exporter. */
export const ACCELERATOR_METRICS: readonly Metric[] = [
  ...metricsOf(
    {
      exporter: 'dcgm-exporter',
      source: 'NVIDIA/dcgm-exporter etc/default-counters.csv and README.md',
      labels: ['gpu', 'UUID', 'device', 'modelName', 'Hostname', 'namespace', 'pod', 'container'],
    },
    DCGM,
  ),
  ...metricsOf(
    {
      exporter: 'AMD device metrics exporter',
      source: 'ROCm/device-metrics-exporter docs/configuration/metricslist',
      labels: ['gpu_id', 'hostname', 'serial_number', 'namespace', 'pod', 'container'],
    },
    [
      ['gpu_gfx_activity', 'gauge'],
      ['gpu_ecc_uncorrect_total', 'gauge'],
      ['gpu_junction_temperature', 'gauge'],
    ],
  ),
  ...metricsOf(
    {
      exporter: 'Ascend npu-exporter',
      source: 'Huawei MindCluster npu-exporter, list of Prometheus metrics',
      labels: ['id', 'model_name', 'namespace', 'pod_name', 'container_name'],
    },
    [
      ['npu_chip_info_utilization', 'gauge'],
      ['npu_chip_info_health_status', 'gauge'],
    ],
  ),
];
