import { looked, type ScoreRule } from '../../rule.ts';
import { teamNamespaces } from './team-namespaces.ts';

interface PolicySpec {
  readonly podSelector?: object;
  readonly policyTypes?: readonly string[];
  readonly egress?: readonly unknown[];
}

/** A team’s pods call nobody whom nothing allows. */
export const teamEgress: ScoreRule = {
  id: 'TENANCY_TEAM_EGRESS',
  section: 'tenancy',
  weight: 6,
  title: 'Pods of teams call only what a policy allows.',
  why: 'data that is stolen leaves by a connection that somebody opened',
  fix: 'make the network of the namespace with TeamNetwork',
  look: (scene) => {
    const closed = new Set(
      scene.of('NetworkPolicy').flatMap(({ object }) => {
        const { egress = [], podSelector = {}, policyTypes = [] } = (object['spec'] ?? {}) as PolicySpec;
        const all = Object.keys(podSelector).length === 0 && policyTypes.includes('Egress') && egress.length === 0;
        return all ? [object.metadata.namespace ?? ''] : [];
      }),
    );
    return teamNamespaces(scene).map((manifest) =>
      closed.has(manifest.object.metadata.name) ? looked(manifest) : looked(manifest, 'no policy closes the way out'),
    );
  },
};
