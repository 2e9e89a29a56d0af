import type { PlatformSpec } from '../../spec/platform.ts';
import type { RegistrySpec } from '../../spec/registry.ts';
import { claimOf } from '../../spec/sign-in.ts';
import type { TeamSpec } from '../../spec/team.ts';
import { teamNamespaces } from '../../spec/team-identity.ts';
import type { SignIn } from '../access/index.ts';
import { cronOf } from './cron.ts';
import { HARBOR, KEPT_TAGS, ROBOT_SECRETS } from './harbor-names.ts';
import {
  type HarborConfiguration,
  type HarborEndpoint,
  type HarborPermission,
  type HarborProject,
  type HarborReplication,
  type HarborRetention,
  type HarborRobot,
  type HarborSettings,
  type HarborWebhook,
  SETTINGS_FORM,
} from './harbor-settings-form.ts';

/** What the settings are made from. */
export interface HarborSettingsInput {
  /** The platform as the user means it. */
  readonly spec: PlatformSpec;
  /** What it says about the registry. */
  readonly registry: RegistrySpec;
  /** Who says who somebody is. */
  readonly signIn: SignIn;
}

const BYTES_PER_GIBIBYTE = 2 ** 30;
const DAY_SECONDS = 86_400;
/** Days after which robots get new secrets. */
const ROTATE_DAYS = 30;
/** Days that the copy of an image of the internet stays after its last pull. */
const CACHED_DAYS = 30;

/**
 * Tags under which signatures and other words about an artifact lie, named after its digest: cosign's of before OCI 1.1, and the
 * index of a client that does not use the referrers API. What Harbor knows as an accessory stays with its artifact anyway.
 */
const SIGNATURES = 'sha256-*';

/** Times of what runs by itself: after midnight, one after the other, none at the full hour when all others begin. */
const TIMES = { retention: '0 17 1 * * *', scan: '0 17 2 * * *', garbage: '0 17 3 * * *' };

/** How Harbor calls the registries of the internet, and where they are. */
const UPSTREAM: Readonly<Record<RegistrySpec['caches'][number], Omit<HarborEndpoint, 'name'>>> = {
  'docker.io': { type: 'docker-hub', url: 'https://hub.docker.com' },
  'ghcr.io': { type: 'github-ghcr', url: 'https://ghcr.io' },
  'quay.io': { type: 'quay', url: 'https://quay.io' },
  'nvcr.io': { type: 'docker-registry', url: 'https://nvcr.io' },
  'registry.k8s.io': { type: 'docker-registry', url: 'https://registry.k8s.io' },
  'gcr.io': { type: 'docker-registry', url: 'https://gcr.io' },
};

/** Everything about Harbor that the spec decides, as data. Pure. */
export function harborSettings(input: HarborSettingsInput): HarborSettings {
  const { registry, spec } = input;
  return {
    ...SETTINGS_FORM,
    hosts: [registry.hosts.external, registry.hosts.internal],
    rotateDays: ROTATE_DAYS,
    configuration: configuration(input),
    endpoints: endpoints(registry),
    projects: [...spec.teams.map((team) => teamProject(input, team)), ...registry.caches.map(cacheProject)],
    robots: robots(input),
    replications: registry.replications.map(replication),
    schedules: { garbage: TIMES.garbage, ...(registry.scanner.kind === 'none' ? {} : { scan: TIMES.scan }) },
  };
}

/** People sign in at the platform's issuer; nobody makes an account or a project by hand. */
function configuration({ registry, signIn, spec }: HarborSettingsInput): HarborConfiguration {
  const [admins] = signIn.admins;
  return {
    auth_mode: 'oidc_auth',
    primary_auth_mode: true,
    oidc_name: spec.metadata.name,
    oidc_endpoint: signIn.issuer,
    oidc_client_id: signIn.clientId,
    oidc_groups_claim: signIn.groupsClaim,
    oidc_user_claim: signIn.usernameClaim,
    // Without the last the secret that people use with docker ends with their session.
    oidc_scope: ['openid', ...signIn.scopes, 'offline_access'].join(','),
    oidc_verify_cert: true,
    oidc_auto_onboard: true,
    // Harbor knows one group of administrators only.
    oidc_admin_group: admins ?? '',
    project_creation_restriction: 'adminonly',
    self_registration: false,
    quota_per_project_enable: true,
    storage_per_project: bytes(registry.quota),
    notification_enable: true,
    robot_name_prefix: 'robot$',
  };
}

function endpoints({ caches, replications }: RegistrySpec): HarborEndpoint[] {
  const others = new Set(replications.map(({ to }) => to));
  return [
    ...caches.map((name) => ({ name, ...UPSTREAM[name] })),
    ...[...others].map((to) => ({ name: to, type: 'harbor', url: `https://${to}`, credential: to })),
  ];
}

/** A team's own: private, bounded, cleaned, with tags of releases that never change. */
function teamProject({ registry, signIn }: HarborSettingsInput, team: TeamSpec): HarborProject {
  const claim = (group: string) => claimOf(signIn, group);
  const leads = registry.maintainers.filter((each) => each.team === team.name).flatMap(({ groups }) => groups);
  const members = [
    ...leads.map((group) => [claim(group), 'maintainer'] as const),
    ...team.groups.map((group) => [claim(group), 'developer'] as const),
    ...team.viewers.map((group) => [claim(group), 'limitedGuest'] as const),
  ];
  // A group that is named twice has the most that it is named for.
  const roles = new Map([...members].reverse());
  return {
    name: team.name,
    metadata: { public: 'false', ...guards(registry) },
    quotaBytes: bytes(registry.quota),
    members: [...roles].reverse().map(([group, role]) => ({ group, role })),
    retention: retention(registry),
    immutable: [registry.releases],
    webhooks: registry.webhooks.flatMap((each) => webhook(each, team)),
  };
}

/** What may not be pulled. */
function guards({ scanner, signedOnly }: RegistrySpec): Record<string, string> {
  const blocks = scanner.kind === 'trivy' && scanner.block !== 'none';
  return {
    enable_content_trust_cosign: `${signedOnly}`,
    auto_scan: `${scanner.kind === 'trivy'}`,
    prevent_vul: `${blocks}`,
    ...(blocks ? { severity: scanner.block } : {}),
  };
}

function retention({ releases, retention: { keep, untagged } }: RegistrySpec): HarborRetention {
  return {
    cron: TIMES.retention,
    rules: [
      { keep: 'always', tags: releases },
      { keep: 'always', tags: SIGNATURES },
      ...Object.values(KEPT_TAGS).map((beginning) => ({ keep: 'always' as const, tags: `${beginning}*` })),
      { keep: 'newest', artifacts: keep, except: SIGNATURES },
      { keep: 'pushed', days: Math.ceil(untagged / DAY_SECONDS) },
    ],
  };
}

function webhook({ events, name, signed, teams, to }: RegistrySpec['webhooks'][number], team: TeamSpec) {
  if (teams.length > 0 && !teams.includes(team.name)) return [];
  const made: HarborWebhook = { name, address: to, events, ...(signed ? { header: `${name}.header` } : {}) };
  return [made];
}

/** Images of the internet, as they are there: whoever may pull them is a matter of robots, not of people. */
function cacheProject(name: string): HarborProject {
  return {
    name,
    cacheOf: name,
    metadata: { public: 'false' },
    quotaBytes: -1,
    members: [],
    retention: { cron: TIMES.retention, rules: [{ keep: 'pulled', days: CACHED_DAYS }] },
    immutable: [],
    webhooks: [],
  };
}

/** Least rights: who runs pods pulls, a pipeline pushes as well, another registry also lists. */
function robots({ registry, spec }: HarborSettingsInput): HarborRobot[] {
  const pull = (project: string): HarborPermission => ({ project, access: ['repository:pull'] });
  const caches = registry.caches.map(pull);
  const ofTeams = spec.teams.flatMap((team): HarborRobot[] => [
    {
      name: `${team.name}-pull`,
      purpose: `pods of ${team.name} pull with it`,
      permissions: [pull(team.name), ...caches],
      secret: { name: ROBOT_SECRETS.pull, namespaces: teamNamespaces(team) },
    },
    {
      name: `${team.name}-push`,
      purpose: `pipelines of ${team.name} push with it`,
      permissions: [{ project: team.name, access: ['repository:pull', 'repository:push'] }, ...caches],
      secret: { name: ROBOT_SECRETS.push, namespaces: [team.name] },
    },
  ]);
  if (!registry.fetchable) return ofTeams;
  const access = [
    'artifact:list',
    'artifact:read',
    'repository:list',
    'repository:pull',
    'repository:read',
    'tag:list',
  ];
  return [
    ...ofTeams,
    {
      name: 'fetch',
      purpose: 'other registries fetch with it',
      permissions: spec.teams.map(({ name }) => ({ project: name, access })),
      secret: { name: ROBOT_SECRETS.fetch, namespaces: [HARBOR.namespace] },
    },
  ];
}

function replication(rule: RegistrySpec['replications'][number]): HarborReplication {
  const { every, kibibytesPerSecond, name, repositories, tags, to } = rule;
  return {
    name,
    to,
    repositories,
    tags,
    ...(every === undefined ? {} : { cron: cronOf(every) }),
    speed: kibibytesPerSecond ?? -1,
  };
}

function bytes(gibibytes: number): number {
  return Math.round(gibibytes * BYTES_PER_GIBIBYTE);
}
