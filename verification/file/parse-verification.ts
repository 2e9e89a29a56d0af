import { type Finding, PlatformError } from '../../spec/finding.ts';
import { placed } from '../../spec/parse-platform.ts';
import { shapeFindings } from '../../spec/shape-finding.ts';
import type { SourceFile } from '../../spec/source-file.ts';
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
    ? meaning(result.data)
    : result.error.issues
        .flatMap((issue) => shapeFindings(verification, given, issue))
        .map((finding) => ({ ...finding, code: 'VERIFICATION_SHAPE_INVALID' as const }));
  if (findings.length > 0 || !result.success) throw new PlatformError(placed(findings, source));
  return result.data;
}

function meaning({ services }: Verification): readonly Finding[] {
  const names = services.map(({ name }) => name);
  return [
    ...twice(names, 'services'),
    ...services.flatMap((service, at) => [
      ...twice(
        service.metrics.map(({ name }) => name),
        `services[${at}].metrics`,
      ),
      ...unknownCalls(service.calls, names, `services[${at}].calls`),
    ]),
  ];
}

function twice(names: readonly string[], at: string): readonly Finding[] {
  return names.flatMap((name, index) =>
    names.indexOf(name) === index
      ? []
      : [
          {
            code: 'VERIFICATION_NAME_TWICE' as const,
            level: 'error' as const,
            at: `${at}[${index}].name`,
            problem: `${name} is there twice`,
            fix: 'give each its own name',
          },
        ],
  );
}

function unknownCalls(calls: readonly { readonly service: string }[], names: readonly string[], at: string) {
  return calls.flatMap(({ service }, index) =>
    names.includes(service)
      ? []
      : [
          {
            code: 'VERIFICATION_CALL_UNKNOWN' as const,
            level: 'error' as const,
            at: `${at}[${index}].service`,
            problem: `there is no service ${service}`,
            fix: `name one of ${names.join(', ')}, or add it`,
          },
        ],
  );
}
