import type { RecordingRule } from './rule.ts';

/** Figure of all exporters under one name: labels `namespace`, `pod`, `device` and `vendor`. */
const UTILIZATION = 'accelerator:utilization:ratio';

/** Part of its time that each device which a pod holds was busy, by maker. */
export function utilizationRecords(vendors: ReadonlySet<string>): readonly RecordingRule[] {
  const of = (vendor: string, series: string, device: string): readonly RecordingRule[] =>
    vendors.has(vendor)
      ? [
          {
            record: UTILIZATION,
            expr: `max by (namespace, pod, device) (label_replace(${series}, "device", "$1", "${device}", "(.+)")) / 100`,
            labels: { vendor },
          },
        ]
      : [];
  const ascend = 'label_replace(npu_chip_info_utilization{pod_name!=""}, "pod", "$1", "pod_name", "(.+)")';
  return [
    ...of('nvidia', 'DCGM_FI_DEV_GPU_UTIL{pod!=""}', 'UUID'),
    ...of('amd', 'gpu_gfx_activity{pod!=""}', 'serial_number'),
    ...of('huawei', ascend, 'id'),
    ...of('google', 'duty_cycle{make="cloud-tpu",pod!=""}', 'accelerator_id'),
    ...(vendors.has('aws') ? NEURON : []),
  ];
}

/** Pods that hold Neuron devices, with how many. */
const HOLDERS = 'node:neuron_holder:count';

/**
 * Neuron Monitor knows nodes and cores, and no pods. Where one pod holds a node's devices, the node's cores are its; where
 * several share a node, nobody can say whose they are, and none is counted. A core is a device here.
 */
const NEURON: readonly RecordingRule[] = [
  {
    record: HOLDERS,
    expr: 'sum by (node, namespace, pod) (kube_pod_container_resource_requests{resource="aws_amazon_com_neuron"} * on (namespace, pod) group_left () max by (namespace, pod) (kube_pod_status_phase{phase="Running"} == 1))',
  },
  {
    record: UTILIZATION,
    expr: [
      'max by (namespace, pod, device) (label_join(max by (node, neuroncore) (neuroncore_utilization_ratio)',
      `* on (node) group_left (namespace, pod) (${HOLDERS} > bool 0 and on (node) count by (node) (${HOLDERS}) == 1),`,
      '"device", "/", "node", "neuroncore"))',
    ].join(' '),
    labels: { vendor: 'aws' },
  },
  // A pod that has opened no core has no figures: it holds its devices, and they do nothing.
  {
    record: UTILIZATION,
    expr: [
      `max by (namespace, pod, device) (label_replace(${HOLDERS} * 0 unless on (node) neuroncore_utilization_ratio,`,
      '"device", "$1", "node", "(.+)") and on (node) up{job="neuron-monitor"} == 1)',
    ].join(' '),
    labels: { vendor: 'aws' },
  },
];
