import type { LabelSelector } from '../../imports/kubernetes.gen.ts';
import { TEAM_LABELS, type TeamSpace } from '../../tenancy/index.ts';
import { PLATFORM_NAMESPACES } from '../monitoring-places.ts';

/** Whose logs and traces are kept apart from everybody else's. */
export interface Tenant {
  /** Name that Loki and Tempo know it by. */
  readonly id: string;
  /** Name for objects and pipelines; DNS label. */
  readonly name: string;
  /** The team. @default - the platform itself */
  readonly team?: string;
  /** Namespaces whose logs are its. Empty for the platform: whatever is no team's. */
  readonly namespaces: readonly string[];
  /** The same by labels, for network rules. */
  readonly selector: LabelSelector;
}

/** The platform's own tenant. Its id has an underscore, which no team's name has. */
const PLATFORM_TENANT: Tenant = {
  id: 'plinth_platform',
  name: 'platform',
  namespaces: [],
  selector: PLATFORM_NAMESPACES,
};

/** One tenant for each team, in the spec's order, then the platform's. */
export function tenantsOf(spaces: readonly TeamSpace[]): readonly Tenant[] {
  return [
    ...spaces.map(({ namespaces, team: { name } }) => ({
      id: name,
      name: `team-${name}`,
      team: name,
      namespaces: namespaces.map((namespace) => namespace.name),
      selector: { matchLabels: { [TEAM_LABELS.team]: name } },
    })),
    PLATFORM_TENANT,
  ];
}

/** All tenants at once, as those who run the platform ask for them. */
export function allTenants(tenants: readonly Tenant[]): string {
  return tenants.map(({ id }) => id).join('|');
}
