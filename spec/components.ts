import { z } from 'zod';
import { field } from './field.ts';

/** Other versions than the catalogue's, by component. */
export const components = z.record(
  z.string().max(63),
  z
    .strictObject({
      version: field(
        z
          .string()
          .max(40)
          .regex(/^\d+\.\d+(\.\d+)?(-[0-9A-Za-z.-]+)?$/, 'expected a version such as 0.19.2'),
        'Version to install instead of the catalogue’s.',
        '0.19.2',
      ),
      chart: field(
        z
          .string()
          .max(60)
          .regex(/^v?\d+\.\d+(\.\d+)?([-+][0-9A-Za-z.+-]+)?$/, 'expected a version such as 10.1.1')
          .optional(),
        'Version of the chart that brings it, or tag of its Git folder, as the source writes it. Needed where charts count by themselves, such as that of Argo CD. Without it: the same as `version`.',
        '10.1.1',
      ),
    })
    .readonly(),
);
