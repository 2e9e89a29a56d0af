import { z } from 'zod';

/** SHA-256 of something, written out. */
export const digest = z
  .string()
  .regex(/^sha256:[0-9a-f]{64}$/, 'expected sha256: and 64 characters of 0-9 and a-f; a tag or a short form can move');

/** An artifact in a registry. Whether it names a digest is a rule of its own, which says more than a form could. */
export const ociUri = z
  .string()
  .max(1_000)
  .regex(
    /^oci:\/\/[a-z0-9.-]+(:\d+)?(\/[a-z0-9._-]+)+(:[A-Za-z0-9_.-]+)?(@sha256:[0-9a-f]{64})?$/,
    'expected oci://registry/repository@sha256:…',
  );
