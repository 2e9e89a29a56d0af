import { RESTRICTED_VOLUMES } from '../../../../constructs/core/index.ts';
import type { PodSecurityCheck } from '../check.ts';
import { hostPathVolumes } from './host-path-volumes.ts';

/** Only volumes that Kubernetes itself looks after. */
export const restrictedVolumes: PodSecurityCheck = {
  id: 'restrictedVolumes',
  level: 'restricted',
  revisions: [
    {
      since: 0,
      insteadOf: [hostPathVolumes.id],
      violations: ({ spec }) =>
        (spec.volumes ?? []).flatMap((volume, index) => {
          if (RESTRICTED_VOLUMES.some((type) => volume[type] != null)) return [];
          // The API server makes an empty folder of a volume without a type.
          const type = Object.keys(volume).find((key) => key !== 'name');
          if (type === undefined) return [];
          return [{ field: `spec.volumes[${index}]`, problem: `${volume['name']} is of type ${type}` }];
        }),
    },
  ],
};
