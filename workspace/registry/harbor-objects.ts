/** Harbor's objects as its API gives them: only what is read or written here. Names are Harbor's. */

/** A project. */
export interface Project {
  readonly project_id: number;
  readonly name: string;
  readonly registry_id?: number;
  readonly metadata?: Readonly<Record<string, string | null>>;
}

/** An image, a chart or a model. */
export interface Artifact {
  readonly digest: string;
  readonly repository_name: string;
  readonly type?: string;
  readonly annotations?: Readonly<Record<string, string>> | null;
  readonly tags?: readonly { readonly name: string }[] | null;
}

/** A quota of a project. */
export interface Quota {
  readonly id: number;
  readonly ref?: { readonly id?: number; readonly name?: string };
  readonly hard?: { readonly storage?: number };
}

/** Somebody's role in a project. */
export interface Member {
  readonly id: number;
  readonly entity_name: string;
  /** `u` for a person, `g` for a group. */
  readonly entity_type: string;
  readonly role_id: number;
}

/** Which tags, or which repositories. */
export interface Selector {
  readonly kind: string;
  readonly decoration: string;
  readonly pattern: string;
  readonly extras?: string;
}

/** A rule that keeps artifacts, or keeps tags from changing. */
export interface TagRule {
  readonly id?: number;
  readonly priority?: number;
  readonly disabled?: boolean;
  readonly action: string;
  readonly template: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly tag_selectors: readonly Selector[];
  readonly scope_selectors: { readonly repository: readonly Selector[] };
}

/** What stays when a project is cleaned up. */
export interface Retention {
  readonly id?: number;
  readonly algorithm: string;
  readonly rules: readonly TagRule[];
  readonly trigger: {
    readonly kind: string;
    readonly settings: Readonly<Record<string, unknown>>;
    readonly references?: object;
  };
  readonly scope: { readonly level: string; readonly ref: number };
}

/** Another registry. */
export interface Endpoint {
  readonly id: number;
  readonly name: string;
  readonly type: string;
  readonly url: string;
  readonly description?: string;
  readonly insecure?: boolean;
  readonly credential?: { readonly type?: string; readonly access_key?: string };
}

/** A webhook of a project. */
export interface Webhook {
  readonly id?: number;
  readonly name: string;
  readonly description?: string;
  readonly enabled: boolean;
  readonly event_types: readonly string[];
  readonly targets: readonly {
    readonly type: string;
    readonly address: string;
    readonly auth_header?: string;
    readonly skip_cert_verify: boolean;
    readonly payload_format?: string;
  }[];
}

/** An account for programs. */
export interface Robot {
  readonly id: number;
  readonly name: string;
  readonly description?: string;
  readonly level: string;
  readonly duration?: number;
  readonly disable?: boolean;
  readonly permissions?: readonly {
    readonly kind: string;
    readonly namespace: string;
    readonly access: readonly { readonly resource: string; readonly action: string }[];
  }[];
}

/** A rule of replication. */
export interface Replication {
  readonly id?: number;
  readonly name: string;
  readonly description?: string;
  readonly enabled: boolean;
  readonly override: boolean;
  readonly replicate_deletion: boolean;
  readonly dest_registry?: { readonly id: number };
  readonly dest_namespace?: string;
  readonly dest_namespace_replace_count?: number;
  readonly filters: readonly { readonly type: string; readonly value: unknown; readonly decoration?: string }[];
  readonly trigger: { readonly type: string; readonly trigger_settings?: { readonly cron?: string } };
  readonly speed?: number;
}

/** When something runs. */
export interface Schedule {
  readonly schedule?: { readonly type?: string; readonly cron?: string } | null;
  readonly job_parameters?: string;
}
