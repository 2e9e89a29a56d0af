import { looked, type ScoreRule } from '../../rule.ts';
import { namespacesWith, teamNamespaces } from './team-namespaces.ts';

/** Nobody takes what is left of the cluster. */
export const teamBounds: ScoreRule = {
  id: 'TENANCY_TEAM_BOUNDS',
  section: 'tenancy',
  weight: 7,
  title: 'Every namespace of a team has a ResourceQuota and a LimitRange.',
  why: 'without bounds one team fills the machines, or the store that all share',
  fix: 'make the namespace with TeamNamespace',
  look: (scene) => {
    const kinds = ['ResourceQuota', 'LimitRange'].map((kind) => ({ kind, has: namespacesWith(scene, kind) }));
    return teamNamespaces(scene).map((manifest) => {
      const missing = kinds.filter(({ has }) => !has.has(manifest.object.metadata.name)).map(({ kind }) => kind);
      return missing.length === 0 ? looked(manifest) : looked(manifest, `has no ${missing.join(' and no ')}`);
    });
  },
};
