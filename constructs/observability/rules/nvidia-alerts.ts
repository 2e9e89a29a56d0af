import { run } from './proof.ts';
import type { Alert } from './rule.ts';

const GPU =
  '{gpu="3",UUID="GPU-a",device="nvidia3",modelName="NVIDIA H100 80GB HBM3",Hostname="n1",namespace="vision",pod="train-0"}';
const LOOK_AT_DEVICE = {
  what: 'The device’s last fault.',
  query: 'DCGM_FI_DEV_XID_ERRORS{Hostname="$Hostname",gpu="$gpu"}',
};

/**
 * Faults that a program makes by itself, after which the device is well: 13, 31, 43, 45, 68 and 109. NVIDIA’s own device
 * plugin passes over the same ones.
 */
const PROGRAMS_OWN = [13, 31, 43, 45, 68, 109].map((code) => `DCGM_FI_DEV_XID_ERRORS == ${code}`).join(' or ');

const XID: Alert = {
  name: 'AcceleratorXid',
  expr: `DCGM_FI_DEV_XID_ERRORS > 0 unless (${PROGRAMS_OWN})`,
  for: '1m',
  severity: 'page',
  summary: 'GPU {{ $labels.gpu }} of {{ $labels.Hostname }} reports Xid {{ $value }}',
  description: 'The last fault of the device is Xid {{ $value }}, which programs do not cause by themselves.',
  runbook: {
    means:
      'The driver reports a fault of the device or its links. The job on it is lost or hangs; its gang waits for it.',
    look: [
      LOOK_AT_DEVICE,
      { what: 'Other devices of the node.', query: 'DCGM_FI_DEV_XID_ERRORS{Hostname="$Hostname"}' },
      { what: 'Whether the node still offers all devices.', query: 'pool:node_allocatable:count{node="$Hostname"}' },
    ],
    act: [
      'Cordon the node, so that the gang does not come back to it.',
      '48, 63, 64, 92, 94, 95: memory. Reset the GPU; if rows cannot be remapped, replace it.',
      '74: NVLink. Reset all GPUs of the node; if it comes again, replace the board.',
      '79: the GPU has fallen off the bus. Restart the machine; if it comes again, replace the GPU.',
      '119, 120: its firmware hangs. Restart the machine and see the driver’s release notes.',
      'Delete the pods of the gang if it hangs: it restarts from its last checkpoint.',
    ],
    ignore:
      'The gauge keeps the last fault until the driver is loaded again: after a reset that worked it may stay for that long.',
  },
  fires: run(10, { [`DCGM_FI_DEV_XID_ERRORS${GPU}`]: '0x5 79x5' }),
  // 31 is a page fault of the program itself.
  silent: run(10, { [`DCGM_FI_DEV_XID_ERRORS${GPU}`]: '0x5 31x5' }),
};

const MEMORY: Alert = {
  name: 'AcceleratorMemoryFault',
  expr: 'increase(DCGM_FI_DEV_ECC_DBE_VOL_TOTAL[1h]) > 0 or DCGM_FI_DEV_ROW_REMAP_FAILURE > 0 or increase(DCGM_FI_DEV_UNCORRECTABLE_REMAPPED_ROWS[1d]) > 0',
  for: '1m',
  severity: 'page',
  summary: 'GPU {{ $labels.gpu }} of {{ $labels.Hostname }} has memory that cannot be corrected',
  description:
    '{{ $value | humanize }} double-bit errors in an hour, rows remapped in a day, or a row that could not be; bound 0.',
  runbook: {
    means: 'Memory of the device is broken. What was computed on it since may be wrong.',
    look: [
      {
        what: 'Rows that could not be remapped: the GPU must be replaced.',
        query: 'DCGM_FI_DEV_ROW_REMAP_FAILURE > 0',
      },
      LOOK_AT_DEVICE,
    ],
    act: [
      'Cordon the node and let the job restart from a checkpoint that is older than the error.',
      'Reset the GPU: remapped rows take effect then.',
      'ROW_REMAP_FAILURE is 1: replace the GPU.',
    ],
    ignore: 'Single-bit errors, which are corrected and not counted here.',
  },
  fires: run(90, { [`DCGM_FI_DEV_ECC_DBE_VOL_TOTAL${GPU}`]: '0x60 1x30' }),
  silent: run(90, {
    [`DCGM_FI_DEV_ECC_DBE_VOL_TOTAL${GPU}`]: '2x90',
    [`DCGM_FI_DEV_ROW_REMAP_FAILURE${GPU}`]: '0x90',
    [`DCGM_FI_DEV_UNCORRECTABLE_REMAPPED_ROWS${GPU}`]: '4x90',
  }),
  more: [
    { fires: true, ...run(90, { [`DCGM_FI_DEV_ROW_REMAP_FAILURE${GPU}`]: '0x60 1x30' }) },
    { fires: true, ...run(90, { [`DCGM_FI_DEV_UNCORRECTABLE_REMAPPED_ROWS${GPU}`]: '4x60 5x30' }) },
  ],
};

/** Temperature of the chip at which current data-centre GPUs come near to slowing down. Unit: degrees Celsius. */
const HOT_CELSIUS = 85;

const HOT: Alert = {
  name: 'AcceleratorHot',
  expr: `DCGM_FI_DEV_GPU_TEMP > ${HOT_CELSIUS}`,
  for: '15m',
  severity: 'ticket',
  summary: 'GPU {{ $labels.gpu }} of {{ $labels.Hostname }} is hot',
  description: `{{ $value }} °C for a quarter of an hour; bound ${HOT_CELSIUS} °C, some degrees below where it slows down.`,
  runbook: {
    means: 'Cooling does not keep up. Near its limit the GPU lowers its clock, and its whole gang becomes slow.',
    look: [
      { what: 'All GPUs of the node: one or all?', query: 'DCGM_FI_DEV_GPU_TEMP{Hostname="$Hostname"}' },
      { what: 'Clocks: is it slowing down already?', query: 'DCGM_FI_DEV_SM_CLOCK{Hostname="$Hostname"}' },
    ],
    act: [
      'One GPU: its fan, paste or pump; let the machine be looked at.',
      'All GPUs of a rack: the room’s cooling; drain the rack before it throttles.',
    ],
    ignore: 'A model whose maker allows more: raise the bound by an override of the rule.',
  },
  fires: run(30, { [`DCGM_FI_DEV_GPU_TEMP${GPU}`]: '60x5 91x25' }),
  silent: run(30, { [`DCGM_FI_DEV_GPU_TEMP${GPU}`]: '60x5 91x5 74x20' }),
};

const peer = (name: string, node: string) =>
  `${name}{gpu="0",UUID="GPU-${node}",modelName="NVIDIA H100 80GB HBM3",Hostname="${node}",namespace="vision",pod="train-${node}"}`;
const gang = (slow: string): Readonly<Record<string, string>> => ({
  ...Object.fromEntries(['a', 'b', 'c', 'd'].map((node) => [peer('DCGM_FI_DEV_GPU_UTIL', node), '100x40'])),
  ...Object.fromEntries(['a', 'b', 'c'].map((node) => [peer('DCGM_FI_DEV_SM_CLOCK', node), '1980x40'])),
  [peer('DCGM_FI_DEV_SM_CLOCK', 'd')]: slow,
});

const without = (series: Readonly<Record<string, string>>, uuid: string) =>
  Object.fromEntries(Object.entries(series).filter(([name]) => !name.includes(uuid)));

const STRAGGLER: Alert = {
  name: 'AcceleratorStraggler',
  expr: [
    '(avg_over_time(DCGM_FI_DEV_SM_CLOCK[10m]) and DCGM_FI_DEV_GPU_UTIL > 80)',
    '/ on (namespace, modelName) group_left () quantile by (namespace, modelName) (0.5, avg_over_time(DCGM_FI_DEV_SM_CLOCK[10m]) and DCGM_FI_DEV_GPU_UTIL > 80)',
    '< 0.8 and on (namespace, modelName) count by (namespace, modelName) (DCGM_FI_DEV_GPU_UTIL > 80) >= 4',
  ].join(' '),
  for: '15m',
  severity: 'ticket',
  summary: 'GPU {{ $labels.gpu }} of {{ $labels.Hostname }} is slower than its peers',
  description:
    'Under load its clock is {{ $value | humanizePercentage }} of the median of the same model in {{ $labels.namespace }}; bound 80 %.',
  runbook: {
    means: 'A gang runs at the pace of its slowest member. This one is slowed down: heat, power, or a fault.',
    look: [
      { what: 'Its temperature.', query: 'DCGM_FI_DEV_GPU_TEMP{Hostname="$Hostname"}' },
      { what: 'Its power.', query: 'DCGM_FI_DEV_POWER_USAGE{Hostname="$Hostname"}' },
      { what: 'Clocks of all members.', query: 'DCGM_FI_DEV_SM_CLOCK{namespace="$namespace"}' },
    ],
    act: [
      'Hot: see AcceleratorHot. Power below its peers’: a power cap or a supply that fails.',
      'Cordon the node and delete its pod of the gang at the next checkpoint: the gang comes back on another node.',
    ],
    ignore:
      'Jobs of different load in one namespace: the bound only compares GPUs that are busy for over 80 % of their time.',
  },
  fires: run(40, gang('1980x5 1200x35')),
  silent: run(40, gang('1980x5 1750x35')),
  // Of two or three nobody can say which is the slow one.
  more: [{ fires: false, ...run(40, without(gang('1980x5 1200x35'), 'GPU-a')) }],
};

const NVLINK: Alert = {
  name: 'AcceleratorLinkErrors',
  expr: 'increase(DCGM_FI_DEV_NVLINK_CRC_FLIT_ERROR_COUNT_TOTAL[1h]) > 1000',
  for: '10m',
  severity: 'ticket',
  summary: 'NVLink of GPU {{ $labels.gpu }} of {{ $labels.Hostname }} breaks packets',
  description: '{{ $value | humanize }} broken packets in an hour; bound 1,000.',
  runbook: {
    means: 'Packets between the GPUs of the node are sent again. It becomes slower, and often ends in Xid 74.',
    look: [
      {
        what: 'All GPUs of the node: one link or a switch?',
        query: 'DCGM_FI_DEV_NVLINK_CRC_FLIT_ERROR_COUNT_TOTAL{Hostname="$Hostname"}',
      },
      LOOK_AT_DEVICE,
    ],
    act: [
      'Drain the node at the next checkpoint and reset its GPUs.',
      'If it comes again: reseat or replace the board; all GPUs at once point to an NVSwitch.',
    ],
    ignore: 'The minutes after a reset of the GPUs.',
  },
  fires: run(70, { [`DCGM_FI_DEV_NVLINK_CRC_FLIT_ERROR_COUNT_TOTAL${GPU}`]: '0+50x70' }),
  silent: run(70, { [`DCGM_FI_DEV_NVLINK_CRC_FLIT_ERROR_COUNT_TOTAL${GPU}`]: '0+5x70' }),
};

/** Alerts about NVIDIA’s GPUs. */
export const NVIDIA_ALERTS: readonly Alert[] = [XID, MEMORY, HOT, STRAGGLER, NVLINK];
