import { enforce, type Finding, PlatformError } from './finding.ts';
import { type PlatformSpec, platform } from './platform.ts';
import { platformRules } from './rules/index.ts';
import { shapeFindings } from './shape-finding.ts';
import type { SourceFile } from './source-file.ts';

/** A platform that passed every check, and what its owner should know all the same. */
export interface ParsedPlatform {
  /** Frozen and complete. */
  readonly spec: PlatformSpec;
  /** Warnings only. */
  readonly findings: readonly Finding[];
}

/**
 * Turns what the user wrote into a platform that can be built.
 *
 * @param input - parsed YAML or JSON, or a value from a program; not trusted
 * @param source - the file it came from, so that findings carry line and column
 * @throws {PlatformError} `SPEC_SHAPE_INVALID` for every wrong field; if the shape is right, every error of the rules.
 */
export function parsePlatform(input: unknown, source?: SourceFile): ParsedPlatform {
  // zod freezes also what it refuses: the caller's own value must stay as it is.
  const given = copied(input, new Map());
  const result = platform.safeParse(given, { reportInput: false });
  if (!result.success) {
    const findings = result.error.issues.flatMap((issue) => shapeFindings(platform, given, issue));
    throw new PlatformError(placed(findings, source));
  }
  const spec = freeze(result.data);
  try {
    return { spec, findings: placed(enforce(spec, platformRules), source) };
  } catch (error) {
    if (error instanceof PlatformError) throw new PlatformError(placed(error.findings, source));
    throw error;
  }
}

/** Gives findings their position in the user's file, and the file's order. */
export function placed(findings: readonly Finding[], source: SourceFile | undefined): readonly Finding[] {
  if (source === undefined) return findings;
  return findings
    .map((finding) => ({ ...finding, place: finding.place ?? source.placeOf(finding.at) }))
    .sort((a, b) => a.place.line - b.place.line || a.place.column - b.place.column);
}

/** A copy of lists and plain objects at any depth; anything else, which no schema takes, stays itself. */
function copied(value: unknown, made: Map<object, unknown>): unknown {
  if (value === null || typeof value !== 'object') return value;
  const earlier = made.get(value);
  if (earlier !== undefined) return earlier;
  if (!Array.isArray(value) && !isPlain(value)) return value;
  const copy: object = Array.isArray(value) ? [] : {};
  made.set(value, copy);
  // Defined, not assigned: an own key `__proto__` must arrive as a key, to be refused.
  for (const [key, inner] of Object.entries(value))
    Object.defineProperty(copy, key, {
      value: copied(inner, made),
      configurable: true,
      enumerable: true,
      writable: true,
    });
  return copy;
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

function freeze<T>(value: T): T {
  if (value !== null && typeof value === 'object') {
    for (const inner of Object.values(value)) freeze(inner);
    Object.freeze(value);
  }
  return value;
}
