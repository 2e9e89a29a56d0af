import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { PlatformError } from '../../spec/finding.ts';
import type { Answers } from '../../verification/file/series-plan.ts';
import type { Arm } from '../../verification/judge/evidence.ts';

const arm = z.array(z.tuple([z.number(), z.union([z.number(), z.null(), z.string().max(40)])]));
const form = z.strictObject({ series: z.record(z.string(), z.strictObject({ baseline: arm, canary: arm })) });

/** Series by `service/metric`, each arm a list of `[seconds since 1970, value]`; null is no number. */
export type SeriesFile = z.input<typeof form>;

/**
 * Reads series from a file instead of asking for them. A series that is not there is an empty one.
 *
 * @throws {PlatformError} `FILE_UNREADABLE`, and `VERIFICATION_DATA_INVALID` where it does not hold series.
 */
export async function readSeries(file: string): Promise<Answers> {
  const content = await contentOf(file);
  const result = form.safeParse(content);
  if (!result.success) {
    const { message, path } = result.error.issues[0] ?? { message: 'not series', path: [] };
    throw refused('VERIFICATION_DATA_INVALID', file, `at ${path.join('.') || 'the top'}: ${message}`);
  }
  const { series } = result.data;
  return (key, name): Arm => ({
    kind: 'points',
    points: (series[key]?.[name] ?? []).map(([at, value]) => ({ at, value: numberOf(value) })),
  });
}

function numberOf(value: number | string | null): number {
  if (value === '+Inf' || value === 'Infinity') return Number.POSITIVE_INFINITY;
  if (value === '-Inf' || value === '-Infinity') return Number.NEGATIVE_INFINITY;
  return typeof value === 'number' ? value : value === null || value.trim() === '' ? Number.NaN : Number(value);
}

async function contentOf(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError)
      throw refused('VERIFICATION_DATA_INVALID', file, `it is no JSON: ${error.message}`);
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
      fix: 'give JSON as {"series": {"service/metric": {"baseline": [[seconds, value]], "canary": [[seconds, value]]}}}',
      place: { file, line: 1, column: 1 },
    },
  ]);
}
