import type { PodCheckFunction, PodSecurityCheck } from '../check.ts';
import { contextsOf } from '../pod.ts';

const TYPES = ['', 'container_t', 'container_init_t', 'container_kvm_t'];

/** The types of SELinux are those of containers, and nobody chooses a user or a role of it. */
export const seLinux: PodSecurityCheck = {
  id: 'seLinuxOptions',
  level: 'baseline',
  revisions: [
    { since: 0, violations: limitedTo(TYPES) },
    { since: 31, violations: limitedTo([...TYPES, 'container_engine_t']) },
  ],
};

function limitedTo(types: readonly string[]): PodCheckFunction {
  return (pod) =>
    contextsOf(pod).flatMap(({ at, context }) => {
      const { role = '', type = '', user = '' } = context.seLinuxOptions ?? {};
      const field = `${at}.seLinuxOptions`;
      return [
        ...(types.includes(type) ? [] : [{ field: `${field}.type`, problem: `${type} is not a type of containers` }]),
        ...(user === '' ? [] : [{ field: `${field}.user`, problem: `chooses the user ${user}` }]),
        ...(role === '' ? [] : [{ field: `${field}.role`, problem: `chooses the role ${role}` }]),
      ];
    });
}
