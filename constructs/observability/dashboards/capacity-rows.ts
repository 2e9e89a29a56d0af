import { LEADER } from '../rules/queueing-rules.ts';
import type { RoomName } from '../rules/rule.ts';
import type { Row } from './board.ts';
import { lines, number, red, redBelow, row } from './panels.ts';

/** Rooms that hand out accelerators. */
type Capacity = Extract<RoomName, 'accelerators' | 'autoscaling' | 'queueing' | 'training'>;

/** What rooms show that hand out accelerators. */
export const CAPACITY_ROWS: Readonly<Record<Capacity, readonly Row[]>> = {
  accelerators: [
    row(
      'Devices',
      number(
        'Offered',
        'short',
        { '{{pool}}': 'sum by (pool) (pool:node_allocatable:count)' },
        'Devices that nodes offer.',
      ),
      number('Nodes', 'short', { '{{pool}}': 'pool:nodes:count' }, 'Nodes of each pool.'),
      number('Held', 'short', { devices: 'sum(team:devices_held:count)' }, 'Devices that a pod holds.'),
      red(
        number(
          'Idle',
          'short',
          { devices: 'sum(team:devices_idle:count)' },
          'Devices that are held and have done nothing for half an hour.',
        ),
        1,
      ),
      lines(
        'Busy',
        'percentunit',
        { '{{team}}': 'team:devices_used:sum / team:devices_held:count' },
        'Part of its time that a held device is busy.',
      ),
      red(
        lines(
          'Temperature',
          'celsius',
          { '{{Hostname}}': 'max by (Hostname) (DCGM_FI_DEV_GPU_TEMP)' },
          'Hottest GPU of each node.',
        ),
        85,
      ),
      red(
        lines(
          'Temperature (AMD)',
          'celsius',
          { '{{hostname}}': 'max by (hostname) (gpu_junction_temperature)' },
          'Hottest accelerator of each node.',
        ),
        95,
      ),
      lines(
        'Memory used (TPU)',
        'percentunit',
        {
          '{{namespace}} {{pod}}':
            'avg by (namespace, pod) (memory_used{make="cloud-tpu"} / memory_total{make="cloud-tpu"})',
        },
        'Part of the memory of the chips that a pod holds.',
      ),
      lines(
        'Power',
        'watt',
        { '{{Hostname}}': 'sum by (Hostname) (DCGM_FI_DEV_POWER_USAGE)' },
        'What the GPUs of each node draw.',
      ),
      lines(
        'Memory used',
        'percentunit',
        { '{{Hostname}}': 'avg by (Hostname) (DCGM_FI_DEV_FB_USED / (DCGM_FI_DEV_FB_USED + DCGM_FI_DEV_FB_FREE))' },
        'Part of the memory that is used, on average over a node.',
      ),
    ),
    row(
      'Faults',
      red(
        lines(
          'Last Xid',
          'short',
          { '{{Hostname}} {{gpu}}': 'max by (Hostname, gpu) (DCGM_FI_DEV_XID_ERRORS)' },
          'Number of the last fault; 0 is none.',
        ),
        1,
      ),
      red(
        lines(
          'Memory errors (Neuron)',
          'short',
          { '{{node}} {{event_type}}': 'sum by (node, event_type) (increase(hardware_ecc_events_total[1h]))' },
          'Errors of the devices’ memory in an hour, corrected or not.',
        ),
        1,
      ),
      red(
        lines(
          'NVLink errors',
          'short',
          { '{{Hostname}}': 'sum by (Hostname) (increase(DCGM_FI_DEV_NVLINK_CRC_FLIT_ERROR_COUNT_TOTAL[1h]))' },
          'Broken packets between GPUs of a node, in an hour.',
        ),
        100,
      ),
      redBelow(
        lines(
          'Fabric ports that are active',
          'short',
          { '{{node}}': 'sum by (node) (node_infiniband_state_id == bool 4)' },
          'Ports that are up.',
        ),
        1,
      ),
      lines(
        'Fabric traffic',
        'Bps',
        { '{{node}}': 'sum by (node) (rate(node_infiniband_port_data_transmitted_bytes_total[5m]))' },
        'What each node sends.',
      ),
    ),
  ],
  autoscaling: [
    row(
      'Pools',
      lines(
        'Nodes',
        'short',
        { '{{pool}}': 'pool:nodes:count', '{{pool}} most': 'pool:nodes_max:count' },
        'Nodes of each pool, and the most it may have.',
      ),
      lines(
        'Cost of nodes',
        'currencyUSD',
        {
          '{{pool}}': 'pool:nodes:count * on (pool) group_left () max by (pool) (pool:node_price:usd_per_hour)',
        },
        'US dollars an hour of all nodes, at list prices; pools whose price is known.',
      ),
      red(
        number(
          'Nodes not ready',
          'short',
          { nodes: 'sum(kube_node_status_condition{condition="Ready",status="true"} == bool 0)' },
          'Nodes whose kubelet does not say that it is ready.',
        ),
        1,
      ),
      number(
        'Pods without a node',
        'short',
        { pods: 'sum(kube_pod_status_phase{phase="Pending"})' },
        'Pods that are not yet running.',
      ),
      lines(
        'Processors busy',
        'percentunit',
        { '{{node}}': '1 - avg by (node) (rate(node_cpu_seconds_total{mode="idle"}[5m]))' },
        'Part of the processors that works.',
      ),
      redBelow(
        lines(
          'Memory free',
          'percentunit',
          { '{{node}}': 'node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes' },
          'Part of the memory that is free.',
        ),
        0.05,
      ),
    ),
  ],
  queueing: [
    row(
      'Queues',
      lines(
        'Held and guaranteed',
        'short',
        {
          '{{team}} {{pool}} held': 'team:accelerators_got:sum',
          '{{team}} {{pool}} guaranteed': 'team:accelerators_guaranteed:sum',
        },
        'Above its guarantee a team has borrowed.',
      ),
      lines(
        'Jobs that wait',
        'short',
        { '{{cluster_queue}}': `sum by (cluster_queue) (kueue_pending_workloads${LEADER})` },
        'Jobs that wait in each queue.',
      ),
      lines(
        'Wait before the start',
        's',
        { '{{cluster_queue}}': 'queue:wait_seconds:p90' },
        'Time that 9 of 10 jobs waited, over the last hour.',
      ),
      lines(
        'Taken back',
        'short',
        { '{{reason}}': 'sum by (reason) (increase(kueue_evicted_workloads_total[1h]))' },
        'Jobs that were taken back in an hour, by reason.',
      ),
      lines(
        'Share of borrowed capacity',
        'short',
        { '{{cluster_queue}}': `max by (cluster_queue) (kueue_cluster_queue_weighted_share${LEADER})` },
        'Who has borrowed most for its weight.',
      ),
      red(
        number(
          'Withheld',
          'short',
          { '{{cluster_queue}}': 'queue:withheld:sum' },
          'Guaranteed devices that a team waits for.',
        ),
        1,
      ),
    ),
  ],
  training: [
    row(
      'Jobs',
      lines(
        'Running',
        'short',
        { '{{cluster_queue}}': `sum by (cluster_queue) (kueue_admitted_active_workloads${LEADER})` },
        'Jobs that have started.',
      ),
      lines(
        'From admission to readiness',
        's',
        { '{{cluster_queue}}': 'queue:start_seconds:p90' },
        'Time that 9 of 10 jobs took, over the last hour.',
      ),
      lines(
        'Completed and failed',
        'short',
        { completed: 'sum(increase(jobset_completed_total[1h]))', failed: 'sum(increase(jobset_failed_total[1h]))' },
        'JobSets in an hour.',
      ),
      lines(
        'Taken back',
        'short',
        { '{{reason}}': 'sum by (reason) (increase(kueue_evicted_workloads_total[1h]))' },
        'By reason, in an hour.',
      ),
    ),
  ],
};
