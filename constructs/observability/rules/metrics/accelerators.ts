import { DCGM_FIELDS } from '../../../accelerators/index.ts';
import { type Metric, type MetricLine, metricsOf } from './metric.ts';

const DCGM = DCGM_FIELDS.map(({ name, type }): MetricLine => [name, type]);

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
  ...metricsOf(
    {
      exporter: 'neuron-monitor',
      source:
        'AWS Neuron documents, neuron-monitor user guide; expositions in tests of opentelemetry-collector-contrib',
      labels: ['node', 'namespace', 'pod', 'instance_type'],
    },
    [
      ['neuroncore_utilization_ratio', 'gauge', ['neuroncore', 'runtime_tag']],
      ['hardware_ecc_events_total', 'counter', ['event_type', 'neuron_device_index']],
    ],
  ),
  ...metricsOf(
    {
      exporter: 'tpu-device-plugin',
      source: 'GKE tpu-device-plugin, expositions in tests of Ray and of llm-d',
      labels: ['accelerator_id', 'make', 'model', 'tpu_topology', 'namespace', 'pod', 'container'],
    },
    [
      ['duty_cycle', 'gauge'],
      ['memory_used', 'gauge'],
      ['memory_total', 'gauge'],
    ],
  ),
];
