import { z } from 'zod';
import type { Answers } from '../../verification/file/series-plan.ts';
import type { Arm } from '../../verification/judge/evidence.ts';
import { readJson } from './json-file.ts';

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
  const { series } = await readJson(file, {
    form,
    code: 'VERIFICATION_DATA_INVALID',
    fix: 'give JSON as {"series": {"service/metric": {"baseline": [[seconds, value]], "canary": [[seconds, value]]}}}',
  });
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
