/** Tenancy: teams that share a platform and cannot reach one another. */
export { FabricPods } from './fabric-pods.ts';
export { SandboxedPods, type SandboxedPodsProps } from './sandboxed-pods.ts';
export { TEAM_SERVICE_ACCOUNT, TeamAccess, type TeamAccessProps } from './team-access.ts';
export { TEAM_LABELS, TeamNamespace, type TeamNamespaceProps } from './team-namespace.ts';
export { TeamNetwork, type TeamNetworkProps } from './team-network.ts';
export { TEAM_ROLES, type TeamRole, TeamRoles } from './team-role.ts';
export { type TeamSpace, Tenancy } from './tenancy.ts';
