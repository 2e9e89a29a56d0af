import { looked, type ScoreRule } from '../../rule.ts';
import { bindingsOf } from './bindings.ts';

/** Nobody is made an administrator of the cluster. */
export const clusterAdmin: ScoreRule = {
  id: 'SECURITY_CLUSTER_ADMIN',
  section: 'security',
  weight: 9,
  title: 'No binding gives cluster-admin, or rights to system:masters.',
  why: 'an administrator is asked nothing, and system:masters cannot even be taken back',
  fix: 'bind a role with the rights that are used',
  look: (scene) =>
    bindingsOf(scene).map(({ binding, manifest }) => {
      if (binding.roleRef?.name === 'cluster-admin') return looked(manifest, 'binds cluster-admin', 'roleRef');
      if ((binding.subjects ?? []).some(({ name }) => name === 'system:masters'))
        return looked(manifest, 'gives rights to system:masters', 'subjects');
      return looked(manifest);
    }),
};
