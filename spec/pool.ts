import { z } from 'zod';
import { dnsLabel, field, labels, text } from './field.ts';
import { duration, size } from './units.ts';

/** Machines as the user describes them where no catalogue can know them. */
const machine = z
  .strictObject({
    accelerator: field(
      dnsLabel(40).optional(),
      'Accelerator model, a name from the catalogue. Without it the machine has none.',
      'nvidia-h100-80gb',
    ),
    count: field(z.int().min(0).max(16).default(0), 'Accelerators in one machine. Range 0–16.', 8),
    vcpus: field(z.int().min(1).max(2_048), 'Processor threads of one machine.', 192),
    memory: field(size, 'Main memory of one machine.', '2Ti'),
    architecture: field(z.enum(['amd64', 'arm64']).default('amd64'), 'Processor architecture.', 'amd64'),
    fabric: field(
      z.enum(['infiniband', 'roce', 'none']).default('none'),
      'Network between accelerators of different machines.',
      'infiniband',
    ),
    usdPerHour: field(
      z.number().positive().max(10_000).optional(),
      'What one machine costs, amortised. Unit: US dollars per hour. Without it costs are unknown.',
      12.5,
    ),
  })
  .readonly();

const capacity = z.discriminatedUnion('kind', [
  z
    .strictObject({
      kind: z
        .literal('onDemand')
        .meta({ description: 'Bought by the hour, given if there are any.', examples: ['onDemand'] }),
    })
    .readonly(),
  z
    .strictObject({
      kind: z.literal('spot').meta({ description: 'Cheap, and taken back at short notice.', examples: ['spot'] }),
    })
    .readonly(),
  z
    .strictObject({
      kind: z
        .literal('reservation')
        .meta({ description: 'Nodes from a reservation that is already paid for.', examples: ['reservation'] }),
      reservation: field(text(200), 'Id of the reservation. Plinth never buys one.', 'cr-0123456789abcdef0'),
    })
    .readonly(),
  z
    .strictObject({
      kind: z.literal('capacityBlock').meta({
        description: 'AWS Capacity Block: a reservation with a beginning and an end.',
        examples: ['capacityBlock'],
      }),
      reservation: field(text(200), 'Id of the block’s reservation. Plinth never buys one.', 'cr-0123456789abcdef0'),
    })
    .readonly(),
  z
    .strictObject({
      kind: z.literal('flexStart').meta({
        description: 'Google flex-start: waits for capacity, then runs for a bounded time.',
        examples: ['flexStart'],
      }),
      longestRun: field(duration.prefault('7d'), 'Longest life of a node. Range 10m–7d.', '7d'),
    })
    .readonly(),
  z
    .strictObject({
      kind: z.literal('queued').meta({
        description: 'Google queued provisioning: all nodes of a job arrive together or none.',
        examples: ['queued'],
      }),
    })
    .readonly(),
  z
    .strictObject({
      kind: z
        .literal('contracted')
        .meta({ description: 'Nodes under a contract with the provider.', examples: ['contracted'] }),
    })
    .readonly(),
]);

const trust = field(
  z.enum(['single', 'shared']).default('single'),
  'Who may sit on one device together: `single` team only, or `shared` by several teams that trust one another, because memory is not isolated.',
  'single',
);
const replicas = field(z.int().min(2).max(64), 'Shares that one device is offered as. Range 2–64.', 4);

const sharing = z.discriminatedUnion('kind', [
  z
    .strictObject({
      kind: z.literal('whole').meta({ description: 'A device belongs to one pod.', examples: ['whole'] }),
    })
    .readonly(),
  z
    .strictObject({
      kind: z.literal('partition').meta({
        description: 'Hardware partitions (MIG on NVIDIA, compute partitions on AMD): isolated.',
        examples: ['partition'],
      }),
      profile: field(text(20), 'Partition profile that every device of the pool is cut into.', '1g.10gb'),
    })
    .readonly(),
  z
    .strictObject({
      kind: z
        .literal('timeSlicing')
        .meta({ description: 'Pods take turns on a device; memory is not isolated.', examples: ['timeSlicing'] }),
      replicas,
      trust,
    })
    .readonly(),
  z
    .strictObject({
      kind: z.literal('mps').meta({
        description: 'Pods run side by side on a device through NVIDIA MPS; errors are not isolated.',
        examples: ['mps'],
      }),
      replicas,
      trust,
    })
    .readonly(),
]);

/** A group of equal nodes, and how its accelerators are handed out. */
export const pool = z
  .strictObject({
    name: field(
      dnsLabel(30),
      'Name of the pool. Teams’ quotas, node labels and Kueue’s flavor carry it.',
      'train-h100',
    ),
    instance: field(
      text(64).optional(),
      'Instance type of the target’s catalogue. Exactly one of `instance` and `machine` is given.',
      'p5.48xlarge',
    ),
    machine: field(
      machine.optional(),
      'Machines of your own, where no catalogue can know them (bare metal, existing).',
      { accelerator: 'nvidia-h100-80gb', count: 8, vcpus: 192, memory: '2Ti' },
    ),
    nodes: field(
      z
        .strictObject({
          min: field(z.int().min(0).max(5_000).default(0), 'Nodes that are always there. Range 0–5,000.', 0),
          max: field(
            z.int().min(1).max(5_000),
            'Nodes there may be at most. Range 1–5,000. Quotas are checked against it.',
            16,
          ),
        })
        .readonly(),
      'Smallest and largest number of nodes.',
      { min: 0, max: 16 },
    ),
    capacity: field(capacity.prefault({ kind: 'onDemand' }), 'How its nodes are obtained.', { kind: 'spot' }),
    sharing: field(sharing.prefault({ kind: 'whole' }), 'How one accelerator is divided among pods.', {
      kind: 'timeSlicing',
      replicas: 4,
    }),
    allocator: field(
      z.enum(['devicePlugin', 'dra']).default('devicePlugin'),
      'Who hands accelerators to pods: the vendor’s device plugin, or its DRA driver. Never both on one node.',
      'devicePlugin',
    ),
    driver: field(
      z.enum(['target', 'operator']).default('target'),
      'Who installs the accelerator’s driver: `target` (machine image or cloud, whichever the target has), or `operator` (the vendor’s operator in the cluster).',
      'target',
    ),
    zones: field(
      z.array(dnsLabel(40)).max(6).readonly().default([]),
      'Zones of this pool. Empty: those of the target.',
      ['eu-west-1a'],
    ),
    topology: field(
      z.enum(['none', 'preferred', 'required']).default('preferred'),
      'Whether gang jobs stay within one network block of the pool: not at all, if possible, or always.',
      'preferred',
    ),
    selector: field(labels.default({}), 'Labels that the pool’s nodes carry already. Only on an existing cluster.', {
      'example.org/rack': 'a1',
    }),
    labels: field(labels.default({}), 'Further labels for its nodes.', { 'example.org/tier': 'gold' }),
  })
  .readonly();

/** A group of equal nodes. */
export type PoolSpec = z.output<typeof pool>;
