import { z } from 'zod';
import { field, text } from '../../spec/field.ts';
import { API_VERSION } from '../../spec/platform.ts';
import {
  fewEnough,
  MOST_POINTS,
  type VerifiedMetric,
  verifiedService,
  watching,
} from '../../spec/verification-form.ts';

const matchers = z
  .record(z.string().regex(/^[a-zA-Z_][a-zA-Z0-9_]*$/, 'expected the name of a label'), z.string().max(200))
  .refine((given) => Object.keys(given).length > 0, 'expected at least one label')
  .readonly();

/** A release verification: what a release is judged by, and where to ask. */
export const verification = z
  .strictObject({
    apiVersion: z.literal(API_VERSION).meta({ description: 'Version of this form.', examples: [API_VERSION] }),
    kind: z.literal('Verification').meta({ description: 'Always `Verification`.', examples: ['Verification'] }),
    metadata: field(
      z.strictObject({ name: field(text(60), 'What is released.', 'shop') }).readonly(),
      'What it is called.',
      {
        name: 'shop',
      },
    ),
    ...watching({ window: '5m', step: '1s' }),
    arms: field(
      z
        .strictObject({
          baseline: field(matchers, 'Labels of the release that is known.', { revision: 'stable' }),
          canary: field(matchers, 'Labels of the release that is looked at.', { revision: 'canary' }),
        })
        .readonly(),
      'How the two are told apart: what `$arm` becomes.',
      { baseline: { revision: 'stable' }, canary: { revision: 'canary' } },
    ),
    services: field(z.array(verifiedService).min(1).max(100).readonly(), 'The services on the path of a request.', [
      { name: 'shop' },
    ]),
  })
  .refine(fewEnough, {
    path: ['step'],
    message: `expected at most ${MOST_POINTS} points in the window`,
  })
  .refine(({ services }) => services.some(({ metrics }) => metrics.length > 0), {
    path: ['services'],
    message: 'expected at least one metric',
  })
  .readonly();

/** A verification that passed every check. */
export type Verification = z.output<typeof verification>;

/** What a user may write. */
export type VerificationInput = z.input<typeof verification>;

export type { VerifiedMetric };
