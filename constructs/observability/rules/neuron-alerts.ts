import { run } from './proof.ts';
import type { Alert } from './rule.ts';

const errors = (kind: string, values: string) => ({
  [`hardware_ecc_events_total{node="n1",neuron_device_index="3",event_type="${kind}"}`]: values,
});

/** Memory of an Inferentia or Trainium device is broken. */
export const NEURON_MEMORY_FAULT: Alert = {
  name: 'NeuronMemoryFault',
  expr: 'sum by (node, neuron_device_index) (increase(hardware_ecc_events_total{event_type=~"(mem|sram)_ecc_uncorrected"}[1h])) > 0',
  for: '1m',
  severity: 'page',
  summary: 'Neuron device {{ $labels.neuron_device_index }} of {{ $labels.node }} has memory that cannot be corrected',
  description: '{{ $value | humanize }} uncorrectable errors in the last hour; bound 0.',
  runbook: {
    means: 'A job on this device may have computed with wrong numbers.',
    look: [{ what: 'All errors of the node.', query: 'hardware_ecc_events_total{node="$node"}' }],
    act: [
      '`kubectl cordon $node`.',
      'Let the job restart from a checkpoint that is older than the error.',
      'Terminate the instance: AWS replaces the host.',
    ],
    ignore: 'Never.',
  },
  fires: run(80, errors('sram_ecc_uncorrected', '0x60 1x20')),
  silent: run(80, errors('mem_ecc_corrected', '0x60 1x20')),
  more: [
    { fires: true, ...run(80, errors('mem_ecc_uncorrected', '0x60 1x20')) },
    { fires: false, ...run(80, errors('mem_ecc_uncorrected', '3x80')) },
  ],
};
