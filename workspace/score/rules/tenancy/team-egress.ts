import { looked, type ScoreRule } from '../../rule.ts';
import { closedNamespaces } from '../closed-namespaces.ts';
import { teamNamespaces } from './team-namespaces.ts';

/** A team’s pods call nobody whom nothing allows. */
export const teamEgress: ScoreRule = {
  id: 'TENANCY_TEAM_EGRESS',
  section: 'tenancy',
  weight: 6,
  title: 'Pods of teams call only what a policy allows.',
  why: 'data that is stolen leaves by a connection that somebody opened',
  fix: 'make the network of the namespace with TeamNetwork',
  look: (scene) => {
    const closed = closedNamespaces(scene, 'Egress');
    return teamNamespaces(scene).map((manifest) =>
      closed.has(manifest.object.metadata.name) ? looked(manifest) : looked(manifest, 'no policy closes the way out'),
    );
  },
};
