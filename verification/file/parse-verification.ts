import { PlatformError } from '../../spec/finding.ts';
import { placed } from '../../spec/parse-platform.ts';
import { shapeFindings } from '../../spec/shape-finding.ts';
import type { SourceFile } from '../../spec/source-file.ts';
import { verificationNames } from '../../spec/verification-names.ts';
import { type Verification, verification } from './verification-file.ts';

/**
 * Reads a verification.
 *
 * @param input - parsed YAML or JSON; not trusted
 * @param source - the file it came from, so that findings carry line and column
 * @throws {PlatformError} `VERIFICATION_SHAPE_INVALID` for every wrong field, `VERIFICATION_NAME_TWICE` for a name that two have,
 * `VERIFICATION_CALL_UNKNOWN` for a call of a service that is not there.
 */
export function parseVerification(input: unknown, source?: SourceFile): Verification {
  const given = structuredClone(input);
  const result = verification.safeParse(given, { reportInput: false });
  const findings = result.success
    ? verificationNames(result.data.services, 'services')
    : result.error.issues
        .flatMap((issue) => shapeFindings(verification, given, issue))
        .map((finding) => ({ ...finding, code: 'VERIFICATION_SHAPE_INVALID' as const }));
  if (findings.length > 0 || !result.success) throw new PlatformError(placed(findings, source));
  return result.data;
}
