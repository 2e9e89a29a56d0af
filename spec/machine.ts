import { z } from 'zod';
import { dnsLabel, field } from './field.ts';

const disk = z
  .string()
  .max(200)
  .regex(/^\/dev\/[A-Za-z0-9/_.:-]+$/, 'expected a device, such as /dev/nvme0n1');

/** Way to a machine's own controller, which switches it on and off. */
const bmc = z
  .strictObject({
    address: field(
      z
        .string()
        .max(300)
        .regex(
          /^[a-z][a-z0-9+-]*:\/\/[^\s@]+$/,
          'expected an address without user and password, such as redfish://10.0.9.11/…',
        ),
      'Address of the controller as Metal3 writes it: protocol, host and, with Redfish, the system.',
      'redfish-virtualmedia://10.40.9.11/redfish/v1/Systems/1',
    ),
    credentials: field(
      dnsLabel(63).optional(),
      'Secret with `username` and `password`, which is there already in the cluster’s namespace of the management cluster. Without it: `plinth:bmcCredentials` has them under the machine’s name.',
      'fra1-gpu-01-bmc',
    ),
    certificate: field(
      z.enum(['checked', 'unchecked']).default('checked'),
      'Whether the controller’s certificate is checked. With `unchecked` somebody on the way could read the password.',
      'checked',
    ),
  })
  .readonly();

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
    mac: field(
      z
        .string()
        .regex(/^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/, 'expected a hardware address such as 0c:42:a1:00:00:01')
        .optional(),
      'Hardware address of the network card that it starts from. Without it: Metal3 cannot take the machine; Talos asks for none.',
      '0c:42:a1:00:00:01',
    ),
    bmc: field(
      bmc.optional(),
      'Its own controller, by which Metal3 switches it on and off. Without it: Metal3 cannot take the machine; Talos asks for none.',
      {
        address: 'redfish-virtualmedia://10.40.9.11/redfish/v1/Systems/1',
      },
    ),
  })
  .readonly();

/** One machine of a site. */
export type MachineSpec = z.output<typeof machine>;

/** The machines that a cluster on bare metal is made of. */
export const machines = field(
  z.array(machine).max(5_000).readonly().default([]),
  'The machines, with `talos` started from the network or from a stick, with `clusterApi` switched on by Metal3. Rendering does without; `pulumi up` does not.',
  [{ name: 'fra1-cp-01', address: '10.40.0.11' }],
);
