import { reachability } from '../../../../constructs/tenancy/index.ts';
import type { ScoreRule } from '../../rule.ts';

/** No team reaches what hands out the rights of a machine. */
export const machineCredentials: ScoreRule = {
  id: 'TENANCY_MACHINE_CREDENTIALS',
  section: 'tenancy',
  weight: 9,
  title: 'No team reaches the addresses that hand out machine credentials, or a kubelet.',
  why: 'with the rights of a machine a team reads what every other team runs on it',
  fix: 'close the address in the team’s NetworkPolicy',
  look: (scene) => {
    const matrix = reachability(scene.objects);
    return matrix.teams.flatMap((team) =>
      ['credentials', 'kubelet'].map((to) => ({
        on: `teams.${team} to ${to}`,
        problems: matrix.exposed(team, to).map((problem) => ({ problem })),
      })),
    );
  },
};
