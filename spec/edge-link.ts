import { z } from 'zod';
import { bandwidth } from './bandwidth.ts';
import { field } from './field.ts';
import { duration } from './units.ts';

/** Days of a week, as windows name them. */
export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'expected a time of day such as 22:00');

const zone = z
  .string()
  .max(60)
  .regex(/^[A-Za-z][A-Za-z0-9_+/-]*$/, 'expected a time zone such as Europe/Berlin')
  .refine(isZone, 'expected a time zone of the IANA list, such as Europe/Berlin');

const window = z
  .strictObject({
    days: field(
      z
        .array(z.enum(WEEKDAYS))
        .min(1)
        .max(7)
        .readonly()
        .default([...WEEKDAYS]),
      'Days on which it opens.',
      ['sat', 'sun'],
    ),
    from: field(clock, 'When it opens.', '22:00'),
    to: field(clock, 'When it shuts; earlier than `from` is the day after, the same is a whole day.', '05:00'),
  })
  .readonly();

/** The way from a site to the platform. */
export const edgeLink = z
  .strictObject({
    bandwidth: field(bandwidth, 'What the link carries towards the site.', '2Mbit'),
    cap: field(bandwidth.optional(), 'Most of it that models may take. Without it: all.', '1Mbit'),
    zone: field(zone.default('UTC'), 'Time zone of the windows.', 'Europe/Berlin'),
    windows: field(
      z.array(window).max(20).readonly().default([]),
      'When models may be sent. Empty: always. A rollback does not wait for one, and plans and reports never do.',
      [{ days: ['sat', 'sun'], from: '22:00', to: '05:00' }],
    ),
    cuts: field(
      z
        .strictObject({
          every: field(duration, 'Time from one cut to the next, on average.', '10m'),
          last: field(duration, 'How long one lasts.', '30s'),
        })
        .readonly()
        .optional(),
      'How often the link is expected to break. Without it: never.',
      { every: '10m', last: '30s' },
    ),
  })
  .readonly();

/** The way from a site to the platform. */
export type EdgeLink = z.output<typeof edgeLink>;

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
