import { z } from 'zod';
import { dnsLabel, field } from './field.ts';
import { duration } from './units.ts';

const share = z.number().min(0).max(1);

/** Sites that get a new model together; rings follow one another. */
export const edgeRing = z
  .strictObject({
    name: field(dnsLabel(30), 'Name of the ring.', 'canary'),
    healthyFor: field(
      duration.prefault('10m'),
      'How long a site must be healthy with the new model before it counts, by the hub’s clock.',
      '1h',
    ),
    healthyShare: field(
      share.positive().default(1),
      'Part of the sites that can be reached which must be healthy before the next ring begins. Range above 0 to 1.',
      0.9,
    ),
    offlineShare: field(
      share.lt(1).default(0.5),
      'Part of the sites that may be out of reach meanwhile. Range 0 to below 1.',
      0.5,
    ),
    errorRate: field(share.default(0.05), 'Part of the probes of health that may fail. Range 0–1.', 0.01),
    leastProbes: field(
      z.int().min(0).max(1_000_000).default(0),
      'Probes below which the error rate says nothing. 0: it is not looked at.',
      100,
    ),
    verdict: field(
      z.boolean().default(false),
      'Whether the ring also waits for a verdict, which `plinth edge verdict` writes.',
      true,
    ),
    failureBudget: field(
      z.int().min(0).max(10_000).default(0),
      'Sites that may fail. One more, and the model is taken back everywhere, also from those that are out of reach until they return.',
      1,
    ),
  })
  .readonly();

/** Sites that get a new model together. */
export type EdgeRing = z.output<typeof edgeRing>;
