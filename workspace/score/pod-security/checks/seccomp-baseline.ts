import type { PodCheckFunction, PodSecurityCheck } from '../check.ts';
import { containersOf, contextsOf } from '../pod.ts';

/** Types of a profile that filter something. */
export const SECCOMP_TYPES: readonly string[] = ['RuntimeDefault', 'Localhost'];

const POD = 'seccomp.security.alpha.kubernetes.io/pod';
const CONTAINER = 'container.seccomp.security.alpha.kubernetes.io/';

/** By annotations, as it was before the field. */
const annotated: PodCheckFunction = (pod) => {
  const annotations = pod.metadata?.annotations ?? {};
  const keys = [POD, ...containersOf(pod).map(({ container }) => `${CONTAINER}${container.name}`)];
  return keys.flatMap((key) => {
    const value = annotations[key];
    return value === undefined || filters(value)
      ? []
      : [{ field: `metadata.annotations["${key}"]`, problem: `${value} switches seccomp off` }];
  });
};

function filters(profile: string): boolean {
  return ['runtime/default', 'docker/default'].includes(profile) || profile.startsWith('localhost/');
}

/** A seccomp profile that is named filters something. */
export const seccompNamed: PodCheckFunction = (pod) =>
  contextsOf(pod).flatMap(({ at, context: { seccompProfile } }) =>
    seccompProfile == null || SECCOMP_TYPES.includes(seccompProfile.type ?? '')
      ? []
      : [{ field: `${at}.seccompProfile.type`, problem: `${seccompProfile.type} filters nothing` }],
  );

/** Seccomp is not switched off. */
export const seccompBaseline: PodSecurityCheck = {
  id: 'seccompProfile_baseline',
  level: 'baseline',
  revisions: [
    { since: 0, violations: annotated },
    { since: 19, violations: seccompNamed },
  ],
};
