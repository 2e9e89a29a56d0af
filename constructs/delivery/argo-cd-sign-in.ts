import type { TeamSpec } from '../../spec/team.ts';
import type { Access } from '../access/index.ts';
import { CLIENT_SECRET_KEY } from '../access/index.ts';

/** How people sign in to Argo CD, and what they may do there. */
export interface ArgoCdSignIn {
  /** The way in. */
  readonly access: Pick<Access, 'signIn' | 'members' | 'host'>;
  /** Name of the platform, and of its AppProject. */
  readonly platform: string;
  /** Teams. */
  readonly teams: readonly TeamSpec[];
}

/** Part of the domain under which Argo CD answers. */
export const ARGO_CD_PART = 'argocd';
/** Secret with the client's secret; Argo CD reads it by this name. */
export const ARGO_CD_SECRET = 'argocd-sign-in';
/** Path at which the issuer hands people back. */
export const ARGO_CD_CALLBACK = '/auth/callback';
/** Role of everybody who is in a team. */
const TEAM_ROLE = 'role:plinth-team';

/** Settings of the sign-in. TLS ends at the gateway, so the server itself speaks plain HTTP to the proxies. */
export function signInSettings({ access }: ArgoCdSignIn): Record<string, string> {
  const { clientId, issuer, scopes } = access.signIn;
  // Argo CD wants YAML inside the value; JSON is YAML.
  const config = {
    name: 'Sign in',
    issuer,
    clientID: clientId,
    clientSecret: `$${ARGO_CD_SECRET}:${CLIENT_SECRET_KEY}`,
    requestedScopes: ['openid', ...scopes],
  };
  return { url: `https://${access.host(ARGO_CD_PART)}`, 'oidc.config': JSON.stringify(config) };
}

/** Rights by group: who runs the platform may do everything, members of teams see what the platform is made of, others nothing. */
export function argoCdRights({ access, platform, teams }: ArgoCdSignIn): Record<string, string> {
  const members = [...new Set(teams.flatMap((team) => access.members(team)))].sort();
  const lines = [
    `p, ${TEAM_ROLE}, applications, get, ${platform}/*, allow`,
    `p, ${TEAM_ROLE}, projects, get, ${platform}, allow`,
    ...members.map((group) => `g, ${quoted(group)}, ${TEAM_ROLE}`),
    ...access.signIn.admins.map((group) => `g, ${quoted(group)}, role:admin`),
  ];
  return { 'policy.default': '', 'policy.csv': `${lines.join('\n')}\n`, scopes: `[${access.signIn.groupsClaim}]` };
}

/** A group may have a comma in its name, as those of LDAP do. */
function quoted(group: string): string {
  return /[",]/.test(group) ? `"${group.replaceAll('"', '""')}"` : group;
}
