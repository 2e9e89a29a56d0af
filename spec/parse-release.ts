import type { z } from 'zod';
import { type Finding, PlatformError } from './finding.ts';
import { placed } from './parse-platform.ts';
import { type Release, release } from './release.ts';
import { shapeFindings } from './shape-finding.ts';
import type { SourceFile } from './source-file.ts';
import { type Traffic, traffic } from './traffic.ts';

/**
 * Reads a release, its shape only: what must hold of it is in `releaseRules` and `releasePlaceRules`.
 *
 * @param input - parsed YAML or JSON; not trusted
 * @param source - the file it came from, so that findings carry line and column
 * @throws {PlatformError} `RELEASE_SHAPE_INVALID` for every wrong field.
 */
export function parseRelease(input: unknown, source?: SourceFile): Release {
  return shaped(release, input, 'RELEASE_SHAPE_INVALID', source);
}

/**
 * Reads the traffic of an endpoint, its shape only.
 *
 * @throws {PlatformError} `TRAFFIC_SHAPE_INVALID` for every wrong field.
 */
export function parseTraffic(input: unknown, source?: SourceFile): Traffic {
  return shaped(traffic, input, 'TRAFFIC_SHAPE_INVALID', source);
}

function shaped<T extends z.ZodType>(
  form: T,
  input: unknown,
  code: Finding['code'],
  source: SourceFile | undefined,
): z.output<T> {
  // zod freezes also what it refuses: the caller's own value must stay as it is.
  const given = structuredClone(input);
  const result = form.safeParse(given, { reportInput: false });
  if (result.success) return result.data;
  const findings = result.error.issues.flatMap((issue) => shapeFindings(form, given, issue));
  throw new PlatformError(
    placed(
      findings.map((finding) => ({ ...finding, code })),
      source,
    ),
  );
}
