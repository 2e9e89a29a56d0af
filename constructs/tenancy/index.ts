/** Tenancy: teams that share a platform and cannot reach one another. */
export { AdmissionRule, type AdmissionRuleProps } from './admission-rule.ts';
export { CREDENTIAL_ADDRESSES } from './credential-addresses.ts';
export { FabricPods, type FabricPodsProps } from './fabric-pods.ts';
export { KEPT } from './kept.ts';
export { openBlock } from './open-block.ts';
export { DIMENSIONS, type Dimension, type Exposure, Matrix, type Reach } from './reachability/matrix.ts';
export { reachability } from './reachability/reachability.ts';
export {
  type DaemonFabric,
  daemonFabrics,
  INTERFACES,
  type ReceiveDaemon,
  receiveDaemon,
  takesDaemon,
} from './receive-daemon.ts';
export { SandboxedPods, type SandboxedPodsProps } from './sandboxed-pods.ts';
export { storePeers, storePort } from './store-address.ts';
export { OBJECT_STORE, TEAM_SERVICE_ACCOUNT, TeamAccess, type TeamAccessProps } from './team-access.ts';
export { TEAM_ANNOTATIONS, TEAM_LABELS, TeamNamespace, type TeamNamespaceProps } from './team-namespace.ts';
export { dnsRules, TeamNetwork, type TeamNetworkProps } from './team-network.ts';
export { TeamPods } from './team-pods.ts';
export { TEAM_ROLES, type TeamRole, TeamRoles } from './team-role.ts';
export { TeamServices } from './team-services.ts';
export { type TeamSpace, Tenancy } from './tenancy.ts';
