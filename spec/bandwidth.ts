import { z } from 'zod';

/** Speed of a link. Unit: kbit/s (1,000 bits a second). */
export type Kilobits = number & { readonly unit: 'kbit/s' };

const KILOBITS = { kbit: 1, Mbit: 1_000, Gbit: 1_000_000 } as const;

/** Speed of a link as users write it: a whole number and `kbit`, `Mbit` or `Gbit` a second, for example `2Mbit`. */
export type BandwidthText = `${bigint}${keyof typeof KILOBITS}`;

const spelled = z
  .string()
  .regex(
    /^[1-9]\d{0,6}(kbit|Mbit|Gbit)$/,
    'expected a whole number with a unit of kbit, Mbit or Gbit a second, such as 2Mbit',
  ) as unknown as z.ZodType<BandwidthText, BandwidthText>;

/** Reads the speed of a link. A program writes a {@link BandwidthText}, so that a wrong unit does not compile. */
export const bandwidth: z.ZodType<Kilobits, BandwidthText> = spelled.transform(
  (text) => (Number(text.slice(0, -4)) * KILOBITS[text.slice(-4) as keyof typeof KILOBITS]) as Kilobits,
);
