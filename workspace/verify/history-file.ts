import { z } from 'zod';
import type { PastRelease } from '../../verification/risk/rate.ts';
import { readJson } from './json-file.ts';

const form = z.array(
  z.strictObject({
    component: z.string().min(1).max(60),
    at: z.union([z.number(), z.iso.datetime()]),
    failed: z.boolean(),
  }),
);

/**
 * Reads the past of a pipeline: a JSON list of `{component, at, failed}`, `at` in seconds since 1970 or as a date.
 *
 * @throws {PlatformError} `FILE_UNREADABLE`, and `VERIFICATION_HISTORY_INVALID` where it is no such list.
 */
export async function readHistory(file: string): Promise<readonly PastRelease[]> {
  const past = await readJson(file, {
    form,
    code: 'VERIFICATION_HISTORY_INVALID',
    fix: 'give a JSON list of {"component": "shop", "at": "2026-11-01T12:00:00Z", "failed": false}',
  });
  return past.map(({ at, ...release }) => ({
    ...release,
    at: typeof at === 'number' ? at : Date.parse(at) / 1_000,
  }));
}
