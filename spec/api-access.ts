import { z } from 'zod';
import { cidr, field } from './field.ts';

const fromAnywhere = z
  .strictObject({
    kind: z.literal('public').meta({
      description: 'The internet reaches the API server; the cloud asks who comes.',
      examples: ['public'],
    }),
    from: field(
      z.array(cidr).max(40).readonly().default([]),
      'Networks from which people and pipelines reach it, that of whoever runs `pulumi up` among them. Empty: from everywhere.',
      ['203.0.113.0/24'],
    ),
  })
  .readonly();

const fromWithin = z
  .strictObject({
    kind: z.literal('private').meta({
      description: 'Only the cluster’s own network reaches it; `pulumi up` needs a way into that.',
      examples: ['private'],
    }),
  })
  .readonly();

const WHO = 'Who reaches the API server from outside; machines and pods always do, by its address in the network.';
const EXAMPLE = { kind: 'public', from: ['203.0.113.0/24'] };

/** Who reaches the API server of a cluster that can be closed to the internet. */
export const apiAccess = field(
  z.discriminatedUnion('kind', [fromAnywhere, fromWithin]).prefault({ kind: 'public' }),
  WHO,
  EXAMPLE,
);

/** Who reaches an API server that always answers the internet. */
export const publicApiAccess = field(
  z.discriminatedUnion('kind', [fromAnywhere]).prefault({ kind: 'public' }),
  WHO,
  EXAMPLE,
);

/** Who reaches the API server. */
export type ApiAccess = z.output<typeof apiAccess>;

/** Networks that it is open to. Empty: all, or none because it is closed. */
export function openTo(access: ApiAccess): readonly string[] {
  return access.kind === 'public' ? access.from : [];
}
