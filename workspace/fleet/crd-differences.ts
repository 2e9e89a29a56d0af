import type { Lock, LockedObject } from '../../constructs/core/index.ts';
import type { Finding } from '../../spec/finding.ts';
import type { BuiltMember } from './built-member.ts';
import { JOB_COMPONENTS } from './fleet-findings.ts';

interface Definition extends LockedObject {
  readonly spec?: { readonly versions?: readonly { readonly name: string; readonly served: boolean }[] };
}

/** Kinds of jobs that a manager's lock defines and a worker's does not, or not in that version: they would be lost on their way. */
export function crdDifferences(members: readonly BuiltMember[]): readonly Finding[] {
  const manager = members.find(({ loaded }) => loaded.member.role === 'manager');
  if (manager?.built.lock === undefined) return [];
  const needed = served(manager.built.lock);
  return members.flatMap(({ built, loaded: { member, source } }) => {
    if (member.role !== 'worker' || built.lock === undefined) return [];
    const there = served(built.lock);
    const missing = [...needed].filter((kind) => !there.has(kind)).sort();
    if (missing.length === 0) return [];
    const finding: Finding = {
      code: 'FLEET_CRD_MISSING',
      level: 'error',
      at: `${member.name}: training`,
      problem: `the lock of ${member.name} does not define ${missing.join(', ')}, which ${manager.loaded.member.name} sends`,
      fix: 'make both locks anew with `plinth lock`, with the same versions and training.frameworks',
      place: source.placeOf('training'),
    };
    return [finding];
  });
}

/** Names and served versions of the kinds that jobs are made of. */
function served({ addOns }: Lock): ReadonlySet<string> {
  const crds = JOB_COMPONENTS.flatMap((name) => (addOns[name]?.crds ?? []) as readonly Definition[]);
  return new Set(
    crds.flatMap(({ metadata, spec }) =>
      (spec?.versions ?? []).filter((version) => version.served).map((version) => `${metadata.name}/${version.name}`),
    ),
  );
}
