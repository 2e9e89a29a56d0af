import { Construct } from 'constructs';
import type { QueueingSpec } from '../../spec/queueing.ts';
import type { TeamSpec } from '../../spec/team.ts';
import { Cohort } from '../imports/kueue.gen.ts';
import type { PoolFlavor } from './pool-flavor.ts';
import { resourceGroup } from './quota.ts';

/** The tree that lends and borrows. */
export interface OrganisationProps {
  /** Name of the platform; also of the tree's root. */
  readonly platform: string;
  /** Departments between the root and the teams. */
  readonly departments: QueueingSpec['departments'];
  /** All pools. */
  readonly flavors: readonly PoolFlavor[];
  /** All teams: what they are guaranteed is theirs, the rest of each pool is the root's. */
  readonly teams: readonly TeamSpec[];
}

/** The organisation as a tree of cohorts: capacity that no team is guaranteed belongs to the root and is borrowed from it. */
export class Organisation extends Construct {
  readonly #props: OrganisationProps;

  public constructor(scope: Construct, id: string, props: OrganisationProps) {
    super(scope, id);
    this.#props = props;
    const free = props.flavors.map((flavor) => [flavor, { nominal: unguaranteed(flavor, props.teams) }] as const);
    new Cohort(this, 'root', { metadata: { name: props.platform }, spec: { resourceGroups: [resourceGroup(free)] } });
    for (const { name, parent, weight } of props.departments) {
      new Cohort(this, `department-${name}`, {
        metadata: { name: this.cohortOf(name) },
        spec: { parentName: this.cohortOf(parent), fairSharing: { weight: `${weight}` } },
      });
    }
  }

  /** Name of a department's cohort, or of the root's where there is no department. */
  public cohortOf(department: string | undefined): string {
    return department === undefined ? this.#props.platform : `${this.#props.platform}-${department}`;
  }
}

function unguaranteed(flavor: PoolFlavor, teams: readonly TeamSpec[]): number {
  return flavor.capacity - teams.reduce((sum, { quota }) => sum + (quota[flavor.flavorName]?.guaranteed ?? 0), 0);
}
