/** Form of the settings; the first lines of the file that the job in the cluster reads. */
export const SETTINGS_FORM = { apiVersion: 'plinth.dev/v1alpha1', kind: 'HarborSettings' } as const;

/** Roles of a project that groups get, by Harbor's numbers. */
export const HARBOR_ROLES = { developer: 2, guest: 3, maintainer: 4, limitedGuest: 5 } as const;

/** A role of a project. */
export type HarborRole = keyof typeof HARBOR_ROLES;

/** Settings of the whole registry, by Harbor's own names. */
export type HarborConfiguration = Readonly<Record<string, string | number | boolean>>;

/** Another registry: one that is pulled through, or one that gets copies. */
export interface HarborEndpoint {
  /** Name in Harbor. */
  readonly name: string;
  /** Kind of registry, by Harbor's word: `docker-hub`, `harbor`, `quay` … */
  readonly type: string;
  /** Address. */
  readonly url: string;
  /** Beginning of the keys of its credential in the Secret `harbor-remotes`: `<it>.user` and `<it>.secret`. @default - none */
  readonly credential?: string;
}

/** A group with a role. */
export interface HarborMember {
  /** Value of the groups claim. */
  readonly group: string;
  /** What its members may do. */
  readonly role: HarborRole;
}

/** What stays when a project is cleaned up. What no rule keeps goes. */
export interface HarborRetention {
  /** Rules; an artifact stays if one of them keeps it. */
  readonly rules: readonly HarborRetentionRule[];
  /** When, with seconds first. */
  readonly cron: string;
}

/** One rule of it. */
export type HarborRetentionRule =
  /** Tags that stay for ever. */
  | { readonly keep: 'always'; readonly tags: string }
  /** Newest artifacts of each repository; those of these tags are not counted. */
  | { readonly keep: 'newest'; readonly artifacts: number; readonly except: string }
  /** What was pushed in these days; what has no tag is meant too. */
  | { readonly keep: 'pushed'; readonly days: number }
  /** What was pulled in these days. */
  | { readonly keep: 'pulled'; readonly days: number };

/** Who is told of what happens in a project. */
export interface HarborWebhook {
  /** Name in Harbor. */
  readonly name: string;
  /** Address that is called. */
  readonly address: string;
  /** Events, by Harbor's words. */
  readonly events: readonly string[];
  /** Key of the Secret `harbor-remotes` with the `Authorization` header. @default - none is sent */
  readonly header?: string;
}

/** One project. */
export interface HarborProject {
  /** Name; images are called `<host>/<name>/…`. */
  readonly name: string;
  /** Name of the endpoint whose content it fetches and keeps. @default - it has content of its own */
  readonly cacheOf?: string;
  /** Its metadata, by Harbor's own names; the values are texts there. */
  readonly metadata: Readonly<Record<string, string>>;
  /** Most that it may hold. Unit: bytes; -1 is no bound. */
  readonly quotaBytes: number;
  /** Who may do what. Others are removed. */
  readonly members: readonly HarborMember[];
  /** What stays. @default - all */
  readonly retention?: HarborRetention;
  /** Patterns of tags that never change. */
  readonly immutable: readonly string[];
  /** Who is told. */
  readonly webhooks: readonly HarborWebhook[];
}

/** What a robot may do in one project. */
export interface HarborPermission {
  /** Project. */
  readonly project: string;
  /** Rights as `resource:action`, by Harbor's words. */
  readonly access: readonly string[];
}

/** An account for programs. */
export interface HarborRobot {
  /** Name without Harbor's prefix. */
  readonly name: string;
  /** What it is for. */
  readonly purpose: string;
  /** What it may do. */
  readonly permissions: readonly HarborPermission[];
  /** Where its secret is written to. */
  readonly secret: {
    /** Name of the Secret. */
    readonly name: string;
    /** Namespaces that get one. */
    readonly namespaces: readonly string[];
  };
}

/** What is copied to another registry, signatures and other accessories with it. */
export interface HarborReplication {
  /** Name in Harbor. */
  readonly name: string;
  /** Name of the endpoint that gets it. */
  readonly to: string;
  /** Pattern of repositories. */
  readonly repositories: string;
  /** Pattern of tags. */
  readonly tags: string;
  /** When, with seconds first. @default - at each push */
  readonly cron?: string;
  /** Most speed of one artifact. Unit: KiB/s; -1 is no bound. */
  readonly speed: number;
}

/** Everything about a Harbor that the platform decides. Plain data without a secret. */
export interface HarborSettings {
  readonly apiVersion: typeof SETTINGS_FORM.apiVersion;
  readonly kind: typeof SETTINGS_FORM.kind;
  /** Hosts under which robots sign in. */
  readonly hosts: readonly string[];
  /** Days after which robots get new secrets. */
  readonly rotateDays: number;
  /** Settings of the whole registry. */
  readonly configuration: HarborConfiguration;
  /** Other registries. */
  readonly endpoints: readonly HarborEndpoint[];
  /** Projects. Others are left alone; none is ever deleted. */
  readonly projects: readonly HarborProject[];
  /** Accounts for programs. */
  readonly robots: readonly HarborRobot[];
  /** Rules of replication. */
  readonly replications: readonly HarborReplication[];
  /** When garbage is collected, and when all is scanned, with seconds first. */
  readonly schedules: { readonly garbage: string; readonly scan?: string };
}
