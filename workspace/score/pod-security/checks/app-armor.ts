import type { PodSecurityCheck } from '../check.ts';
import { contextsOf } from '../pod.ts';

const ANNOTATION = 'container.apparmor.security.beta.kubernetes.io/';
const TYPES = ['RuntimeDefault', 'Localhost'];

/** The AppArmor profile of the runtime may be replaced by one of the machine, and not switched off. */
export const appArmor: PodSecurityCheck = {
  id: 'appArmorProfile',
  level: 'baseline',
  revisions: [
    {
      since: 0,
      violations: (pod) => [
        ...contextsOf(pod).flatMap(({ at, context: { appArmorProfile } }) =>
          appArmorProfile == null || TYPES.includes(appArmorProfile.type ?? '')
            ? []
            : [{ field: `${at}.appArmorProfile.type`, problem: `${appArmorProfile.type} switches AppArmor off` }],
        ),
        ...Object.entries(pod.metadata?.annotations ?? {}).flatMap(([key, value]) =>
          !key.startsWith(ANNOTATION) || allowed(value)
            ? []
            : [{ field: `metadata.annotations["${key}"]`, problem: `${value} switches AppArmor off` }],
        ),
      ],
    },
  ],
};

function allowed(profile: string): boolean {
  return profile === '' || profile === 'runtime/default' || profile.startsWith('localhost/');
}
