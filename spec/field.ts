import { z } from 'zod';

/** Gives one property of the spec its text and an example: what editors show, `explain` prints and the reference page lists. */
export function field<S extends z.ZodType>(schema: S, description: string, example: unknown): S {
  return schema.meta({ description, examples: [example] });
}

/** Longest name that Kubernetes takes as a label value or a namespace. Unit: characters. */
export const LONGEST_NAME = 63;

/**
 * A DNS label: a–z, 0–9 and `-`, beginning and ending with a letter or digit.
 *
 * @param longest - characters it may have, so that it still fits into 63 after a prefix or suffix is added
 */
export function dnsLabel(longest: number) {
  return z
    .string()
    .max(longest, `expected at most ${longest} characters, so that derived names stay within ${LONGEST_NAME}`)
    .regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/, 'expected a DNS label: a-z, 0-9 and -, not beginning or ending with -')
    .refine((name) => !(name in {}), 'expected another name: JavaScript gives this one to every object');
}

/** One line: no control character. Spelled so that every reader of JSON Schema takes it, also those without Unicode classes. */
const ONE_LINE = new RegExp(`^[^${range(0x00, 0x1f)}${range(0x7f, 0x9f)}]*$`);

/** Text of one line without control characters, bounded. */
export function text(longest: number) {
  return z.string().min(1).max(longest).regex(ONE_LINE, 'expected one line without control characters');
}

function range(from: number, to: number): string {
  return [from, to].map((code) => `\\u${code.toString(16).padStart(4, '0')}`).join('-');
}

/**
 * An image by its digest: what is pulled cannot change.
 *
 * @param name - name that the message shows
 */
export function imageByDigest(name: string) {
  return z
    .string()
    .max(500)
    .regex(
      /^[^\s@]+@sha256:[0-9a-f]{64}$/,
      `expected an image by digest, such as registry.example.org/${name}@sha256:…`,
    );
}

/** Kubernetes label keys to values that the user chooses. */
export const labels = z.record(
  z
    .string()
    .max(317)
    .regex(
      /^([a-z0-9]([-a-z0-9.]*[a-z0-9])?\/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/,
      'expected a label key such as team or example.org/team',
    ),
  z
    .string()
    .max(LONGEST_NAME)
    .regex(/^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$/, 'expected a label value'),
);

/** An IPv4 or IPv6 range; whether it is a proper network is checked by the network rules. */
export const cidr = z
  .string()
  .max(49)
  .regex(/^[0-9a-fA-F.:]+\/\d{1,3}$/, 'expected a network in CIDR form, such as 10.0.0.0/16');
