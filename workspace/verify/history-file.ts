import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { PlatformError } from '../../spec/finding.ts';
import type { PastRelease } from '../../verification/risk/rate.ts';

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
  const result = form.safeParse(await contentOf(file));
  if (!result.success) {
    const { message, path } = result.error.issues[0] ?? { message: 'no list', path: [] };
    throw refused('VERIFICATION_HISTORY_INVALID', file, `at ${path.join('.') || 'the top'}: ${message}`);
  }
  return result.data.map(({ at, ...release }) => ({
    ...release,
    at: typeof at === 'number' ? at : Date.parse(at) / 1_000,
  }));
}

async function contentOf(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError)
      throw refused('VERIFICATION_HISTORY_INVALID', file, `it is no JSON: ${error.message}`);
    throw refused(
      'FILE_UNREADABLE',
      file,
      `it cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown reason'})`,
    );
  }
}

function refused(code: Uppercase<string>, file: string, problem: string): PlatformError {
  return new PlatformError([
    {
      ...{ code, problem, level: 'error', at: '(file)' },
      fix: 'give a JSON list of {"component": "shop", "at": "2026-11-01T12:00:00Z", "failed": false}',
      place: { file, line: 1, column: 1 },
    },
  ]);
}
