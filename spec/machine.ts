import { z } from 'zod';
import { dnsLabel, field } from './field.ts';

const disk = z
  .string()
  .max(200)
  .regex(/^\/dev\/[A-Za-z0-9/_.:-]+$/, 'expected a device, such as /dev/nvme0n1');

const machine = z
  .strictObject({
    name: field(dnsLabel(40), 'Name of the machine, and of its node.', 'fra1-gpu-01'),
    address: field(
      z.union([z.ipv4(), z.ipv6()]),
      'Address of the machine, within `target.network.nodes`; your DHCP gives it the same one at every start.',
      '10.40.1.11',
    ),
    pool: field(
      dnsLabel(30).optional(),
      'Pool that it belongs to. Without it: the control plane, which also carries the platform’s own controllers.',
      'train-h100',
    ),
    site: field(
      dnsLabel(24).optional(),
      'Data centre or room that it stands in, its zone. Without it: `target.site`.',
      'fra1',
    ),
    disk: field(
      disk.default('/dev/nvme0n1'),
      'Disk that the operating system is written to; everything on it is lost.',
      '/dev/nvme0n1',
    ),
    dataDisks: field(
      z.array(disk).max(64).readonly().default([]),
      'Disks that become storage of the cluster; they must be empty.',
      ['/dev/nvme1n1'],
    ),
  })
  .readonly();

/** One machine of a site. */
export type MachineSpec = z.output<typeof machine>;

/** The machines that a cluster on bare metal is made of. */
export const machines = field(
  z.array(machine).max(5_000).readonly().default([]),
  'The machines, started from the network or from a stick with the operating system of `target.distribution`. Rendering does without; `pulumi up` does not.',
  [{ name: 'fra1-cp-01', address: '10.40.0.11' }],
);
