import type { PodSecurityCheck } from '../check.ts';

/** No folder of the machine is mounted. */
export const hostPathVolumes: PodSecurityCheck = {
  id: 'hostPathVolumes',
  level: 'baseline',
  revisions: [
    {
      since: 0,
      violations: ({ spec }) =>
        (spec.volumes ?? []).flatMap((volume, index) =>
          volume['hostPath'] == null
            ? []
            : [{ field: `spec.volumes[${index}].hostPath`, problem: `${volume['name']} is a folder of the machine` }],
        ),
    },
  ],
};
