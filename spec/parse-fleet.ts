import { enforce, PlatformError } from './finding.ts';
import { type FleetSpec, fleet } from './fleet.ts';
import { fleetRules } from './fleet-rules.ts';
import { placed } from './parse-platform.ts';
import { shapeFindings } from './shape-finding.ts';
import type { SourceFile } from './source-file.ts';

/**
 * Reads a fleet file: its shape, and what must hold of it alone. What must hold of each platform, and between them, is found
 * when they are put together.
 *
 * @param input - parsed YAML or JSON; not trusted
 * @param source - the file it came from, so that findings carry line and column
 * @throws {PlatformError} `FLEET_SHAPE_INVALID` for every wrong field; if the shape is right, every error of the rules.
 */
export function parseFleet(input: unknown, source?: SourceFile): FleetSpec {
  // zod freezes also what it refuses: the caller's own value must stay as it is.
  const given = structuredClone(input);
  const result = fleet.safeParse(given, { reportInput: false });
  if (!result.success) {
    const findings = result.error.issues.flatMap((issue) => shapeFindings(fleet, given, issue));
    throw new PlatformError(
      placed(
        findings.map((finding) => ({ ...finding, code: 'FLEET_SHAPE_INVALID' as const })),
        source,
      ),
    );
  }
  try {
    enforce(result.data, fleetRules);
    return result.data;
  } catch (error) {
    if (error instanceof PlatformError) throw new PlatformError(placed(error.findings, source));
    throw error;
  }
}
