import type { PodSecurityCheck } from '../check.ts';
import { hostPathVolumes } from './host-path-volumes.ts';

const ALLOWED = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'image',
  'persistentVolumeClaim',
  'projected',
  'secret',
];

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
          if (ALLOWED.some((type) => volume[type] != null)) return [];
          // The API server makes an empty folder of a volume without a type.
          const type = Object.keys(volume).find((key) => key !== 'name');
          if (type === undefined) return [];
          return [{ field: `spec.volumes[${index}]`, problem: `${volume['name']} is of type ${type}` }];
        }),
    },
  ],
};
