import type { Finding } from './finding.ts';
import type { VerifiedService } from './verification-form.ts';

/** What of a service its names and calls are looked at by. */
type Named = Pick<VerifiedService, 'name' | 'calls'> & { readonly metrics: readonly { readonly name: string }[] };

/**
 * Services and metrics that two have the name of, and calls of services that are not there.
 *
 * @param at - path of the list, such as `services`
 */
export function verificationNames(services: readonly Named[], at: string): readonly Finding[] {
  const names = services.map(({ name }) => name);
  return [
    ...twice(names, at),
    ...services.flatMap(({ calls, metrics }, index) => [
      ...twice(
        metrics.map(({ name }) => name),
        `${at}[${index}].metrics`,
      ),
      ...unknownCalls(calls, names, `${at}[${index}].calls`),
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

/** Calls of services that are not there. */
export function unknownCalls(calls: Named['calls'], names: readonly string[], at: string): readonly Finding[] {
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
