import { z } from 'zod';
import { dnsLabel, field } from './field.ts';

const throughput = field(
  z.literal([125, 250, 500, 1000]).default(250),
  'Speed that is bought with each TiB, in MB/s: 125, 250, 500 or 1000.',
  500,
);
const what = (place: string, maker: string) =>
  `${maker} beside the usual shared files: volumes that name the StorageClass \`plinth-lustre\` get a file system each, in ${place}, paid for as it was asked for and by the tebibyte. Without it: none.`;

/** FSx for Lustre of AWS: a file system of its own for each volume that asks for it. */
export const fsxLustre = field(
  z
    .strictObject({
      zone: field(
        dnsLabel(40),
        'Zone that the file systems stand in: that of the machines which read most.',
        'eu-west-1a',
      ),
      throughput,
    })
    .readonly()
    .optional(),
  what('one zone', 'FSx for Lustre'),
  { zone: 'eu-west-1a', throughput: 500 },
);

/** Managed Lustre of Google Cloud: a file system of its own for each volume that asks for it. */
export const managedLustre = field(
  z.strictObject({ throughput }).readonly().optional(),
  what('the zone of their first pod', 'Managed Lustre'),
  { throughput: 500 },
);
