import { looked, type ScoreRule } from '../../rule.ts';
import { namespacesWith, teamNamespaces } from './team-namespaces.ts';

/** Work of teams is queued. */
export const teamQueue: ScoreRule = {
  id: 'TENANCY_TEAM_QUEUE',
  section: 'tenancy',
  weight: 5,
  title: 'Every namespace of a team has a queue for its jobs.',
  why: 'what is not queued takes accelerators that were promised to somebody else',
  fix: 'give the team a quota, from which its queues are made',
  look: (scene) => {
    const queued = namespacesWith(scene, 'LocalQueue');
    return teamNamespaces(scene).map((manifest) =>
      queued.has(manifest.object.metadata.name) ? looked(manifest) : looked(manifest, 'has no LocalQueue'),
    );
  },
};
