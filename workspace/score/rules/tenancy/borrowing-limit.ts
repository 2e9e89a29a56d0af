import { looked, type ScoreRule } from '../../rule.ts';

interface QueueSpec {
  readonly cohortName?: string;
  readonly resourceGroups?: readonly {
    readonly flavors?: readonly {
      readonly name: string;
      readonly resources?: readonly { readonly name: string; readonly borrowingLimit?: unknown }[];
    }[];
  }[];
}

/** Borrowing has an end. */
export const borrowingLimit: ScoreRule = {
  id: 'TENANCY_BORROWING_LIMIT',
  section: 'tenancy',
  weight: 5,
  title: 'Every queue that may borrow says how much.',
  why: 'a missing limit means no limit: one team may take all that is idle, and others wait for it to end',
  fix: 'set borrowable in the quota of the team',
  look: (scene) =>
    scene.of('ClusterQueue').map((manifest) => {
      const { cohortName, resourceGroups = [] } = (manifest.object['spec'] ?? {}) as QueueSpec;
      if (cohortName === undefined) return looked(manifest);
      const open = resourceGroups
        .flatMap(({ flavors = [] }) => flavors)
        .flatMap(({ name, resources = [] }) =>
          resources.filter((each) => each.borrowingLimit === undefined).map((each) => `${name}/${each.name}`),
        );
      return open.length === 0 ? looked(manifest) : looked(manifest, `no borrowingLimit for ${open.join(', ')}`);
    }),
};
