import { ACCELERATOR_LINK_ALERTS } from './accelerator-link-alerts.ts';
import { NEURON_MEMORY_FAULT } from './neuron-alerts.ts';
import { NVIDIA_ALERTS } from './nvidia-alerts.ts';
import { hasExporter, type Observed, observedPools, vendorsOf } from './observed.ts';
import { run } from './proof.ts';
import type { Alert, RuleGroup, Series } from './rule.ts';
import type { Slo } from './slo.ts';

/** Rules about accelerators, of the makers whose accelerators the platform has. */
export function acceleratorGroup(observed: Observed): RuleGroup {
  const vendors = vendorsOf(observed);
  const counted = observedPools(observed).some((pool) => pool.counted);
  const fabric = observed.facts.pools.some(({ fabric }) => fabric !== undefined);
  return {
    name: 'plinth.accelerators',
    room: 'accelerators',
    interval: '1m',
    records: [],
    alerts: [
      ...(counted ? [ACCELERATORS_MISSING] : []),
      NODE_TAKEN_OUT,
      ...(vendors.has('nvidia') ? NVIDIA_ALERTS : []),
      ...(vendors.has('amd') ? [AMD_MEMORY_FAULT] : []),
      ...(vendors.has('aws') && hasExporter(observed, 'neuron-monitor') ? [NEURON_MEMORY_FAULT] : []),
      ...(vendors.has('huawei') && hasExporter(observed, 'npu-exporter') ? [NPU_UNHEALTHY] : []),
      ...(fabric ? ACCELERATOR_LINK_ALERTS : []),
    ],
  };
}

const node = (name: string, units: string, minutes: number): Readonly<Record<string, string>> => ({
  [`kube_node_labels{node="${name}",label_plinth_dev_pool="train"}`]: `1x${minutes}`,
  [`kube_node_status_allocatable{node="${name}",resource="nvidia_com_gpu",unit="integer"}`]: units,
});

const ACCELERATORS_MISSING: Alert = {
  name: 'AcceleratorsMissing',
  expr: 'pool:node_allocatable:count < on (pool) group_left () max by (pool) (pool:units_per_node:count)',
  for: '20m',
  severity: 'page',
  summary: 'Node {{ $labels.node }} of pool {{ $labels.pool }} has lost accelerators',
  description: 'It offers {{ $value }} {{ $labels.resource }}, fewer than a node of the pool has, for 20 minutes.',
  runbook: {
    means: 'The device plugin has taken devices out, or does not run. Gangs that need the whole node do not fit on it.',
    look: [
      { what: 'Nodes with fewer devices than they should have.', query: 'pool:node_allocatable:count{pool="$pool"}' },
      { what: 'Whether the driver reports a fault there.', query: 'DCGM_FI_DEV_XID_ERRORS{Hostname="$node"}' },
    ],
    act: [
      '`kubectl cordon $node`, so that no gang starts on it.',
      'See the pods of the device plugin and of the driver on the node; a node that is new needs some ten minutes for its driver.',
      'Devices are gone from `nvidia-smi` (or the maker’s own tool): restart the node; if they stay away, replace the machine.',
    ],
    ignore: 'A node that joins and installs its driver for the first time, up to half an hour.',
  },
  fires: run(40, node('n1', '8x5 7x35', 40)),
  silent: run(40, node('n1', '0x12 8x28', 40)),
};

/** Taint by which the room takes a node with a faulty accelerator out of service (`accelerator-faults.ts`). */
export const FAULT_TAINT_KEY = 'readiness.k8s.io/accelerator-fault';

const taint = (values: string) => ({
  [`kube_node_spec_taint{node="n1",key="${FAULT_TAINT_KEY}",value="true",effect="NoExecute"}`]: values,
});

const NODE_TAKEN_OUT: Alert = {
  name: 'AcceleratorNodeTakenOut',
  expr: `max by (node) (kube_node_spec_taint{key="${FAULT_TAINT_KEY}"}) == 1`,
  for: '15m',
  severity: 'ticket',
  summary: 'Node {{ $labels.node }} is out of service because of a faulty accelerator',
  description: 'A condition of the node says so for a quarter of an hour; its pods have left it and none comes.',
  runbook: {
    means:
      'The platform has done what it can: gangs were requeued and start elsewhere. The machine waits for somebody.',
    look: [
      { what: 'Which condition.', query: 'kube_node_status_condition{node="$node",status="true"}' },
      { what: 'What the driver said last.', query: 'DCGM_FI_DEV_XID_ERRORS{Hostname="$node"}' },
    ],
    act: [
      'Reset or restart the machine, or replace it: where Karpenter made it, delete its NodeClaim.',
      'The taint goes by itself when the condition says that the node is well.',
    ],
    ignore: 'A machine that is being repaired, and whose ticket is open.',
  },
  fires: run(30, taint('0x5 1x25')),
  silent: run(30, taint('1x10 0x20')),
};

const AMD_MEMORY_FAULT: Alert = {
  name: 'AmdMemoryFault',
  expr: 'max by (hostname, gpu_id) (gpu_ecc_uncorrect_total - gpu_ecc_uncorrect_total offset 1h) > 0',
  for: '1m',
  severity: 'page',
  summary: 'Accelerator {{ $labels.gpu_id }} of {{ $labels.hostname }} has memory that cannot be corrected',
  description: '{{ $value }} uncorrectable errors in the last hour; bound 0.',
  runbook: {
    means: 'A job on this device may have computed with wrong numbers.',
    look: [{ what: 'All errors of the device.', query: 'gpu_ecc_uncorrect_total{hostname="$hostname"}' }],
    act: [
      'Cordon the node.',
      'Let the job restart from a checkpoint that is older than the error.',
      'Reset the device; replace it if it comes again.',
    ],
    ignore: 'Never.',
  },
  fires: run(80, { 'gpu_ecc_uncorrect_total{hostname="n1",gpu_id="0"}': '0x70 1x10' }),
  silent: run(80, { 'gpu_ecc_uncorrect_total{hostname="n1",gpu_id="0"}': '3x80' }),
};

const NPU_UNHEALTHY: Alert = {
  name: 'NpuUnhealthy',
  // -1 means that the driver could not be asked.
  expr: 'min by (namespace, pod_name, id) (npu_chip_info_health_status) == 0',
  for: '2m',
  severity: 'page',
  summary: 'An Ascend processor (number {{ $labels.id }}) is not healthy',
  description: 'Its driver reports health {{ $value }}; 1 is healthy.',
  runbook: {
    means: 'The driver reports a fault of the processor; jobs on it fail or hang.',
    look: [{ what: 'All processors that are not healthy.', query: 'npu_chip_info_health_status < 1' }],
    act: [
      'Cordon the node.',
      'Read the fault with `npu-smi info -t health` on it.',
      'Reset the processor; replace it if the fault stays.',
    ],
    ignore: 'A processor that is being reset.',
  },
  fires: run(10, { 'npu_chip_info_health_status{id="3",model_name="910B2"}': '1x2 0x8' }),
  silent: run(10, { 'npu_chip_info_health_status{id="3",model_name="910B2"}': '1x4 -1x6' }),
};

const series = (values: Readonly<Record<string, string>>): readonly Series[] =>
  Object.entries(values).map(([name, each]) => ({ series: name, values: each }));
const fleet = (units: string) => ({
  'kube_node_labels{node="n1",label_plinth_dev_pool="train"}': '1xN',
  'kube_node_labels{node="n2",label_plinth_dev_pool="train"}': '1xN',
  'kube_node_status_allocatable{node="n1",resource="nvidia_com_gpu",unit="integer"}': units,
  'kube_node_status_allocatable{node="n2",resource="nvidia_com_gpu",unit="integer"}': '8xN',
});

/** What is promised about accelerators: those that are paid for can be used. */
export const ACCELERATOR_SLOS: readonly Slo[] = [
  {
    name: 'accelerators',
    alert: 'Accelerators',
    title: 'Accelerators of nodes that are there can be used',
    room: 'accelerators',
    objective: 0.98,
    bad: 'sum(clamp_min(pool:node_allocatable:count * -1 + on (pool) group_left () max by (pool) (pool:units_per_node:count), 0))',
    total: 'sum(pool:node_allocatable:count * 0 + on (pool) group_left () max by (pool) (pool:units_per_node:count))',
    runbook: {
      means:
        'Accelerators that are paid for are not offered to jobs: faults, drivers that do not load, device plugins that do not run.',
      look: [
        { what: 'Which nodes.', query: 'pool:node_allocatable:count' },
        { what: 'What a node should have.', query: 'pool:units_per_node:count' },
      ],
      act: [
        'One node: see AcceleratorsMissing.',
        'All nodes of a pool: the driver or the device plugin was changed; see the delivery’s last commit and undo it.',
      ],
      ignore: 'A pool that grows from none: each node needs some minutes for its driver.',
    },
    proof: { failing: series(fleet('0xN')), healthy: series(fleet('8xN')) },
  },
];

/** Every alert about accelerators, whether a platform has it or not. */
export const ACCELERATOR_ALERTS: readonly Alert[] = [
  ACCELERATORS_MISSING,
  NODE_TAKEN_OUT,
  ...NVIDIA_ALERTS,
  AMD_MEMORY_FAULT,
  NEURON_MEMORY_FAULT,
  NPU_UNHEALTHY,
  ...ACCELERATOR_LINK_ALERTS,
];
