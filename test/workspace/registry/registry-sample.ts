import type { HarborSettings } from '../../../constructs/registry/index.ts';
import { Applied } from '../../../workspace/registry/applied.ts';
import type { Desk } from '../../../workspace/registry/change.ts';
import { HarborConnection } from '../../../workspace/registry/harbor-connection.ts';
import { type Outcome, reconcile } from '../../../workspace/registry/reconcile.ts';
import type { KeptSecret, SecretKeeper } from '../../../workspace/registry/secret-keeper.ts';

/** Secrets of a cluster that is a map. */
export class MapSecrets implements SecretKeeper {
  public readonly kept = new Map<string, KeptSecret>();

  public read(namespace: string, name: string): Promise<KeptSecret | undefined> {
    return Promise.resolve(this.kept.get(`${namespace}/${name}`));
  }

  public write(namespace: string, name: string, secret: KeptSecret): Promise<void> {
    this.kept.set(`${namespace}/${name}`, secret);
    return Promise.resolve();
  }
}

/** Settings that use everything once. */
export function sampleSettings(change: Partial<HarborSettings> = {}): HarborSettings {
  return {
    apiVersion: 'plinth.dev/v1alpha1',
    kind: 'HarborSettings',
    hosts: ['registry.example.org', 'registry.lab.internal'],
    rotateDays: 30,
    configuration: {
      auth_mode: 'oidc_auth',
      oidc_client_id: 'plinth',
      self_registration: false,
      robot_name_prefix: 'robot$',
    },
    endpoints: [
      { name: 'docker.io', type: 'docker-hub', url: 'https://hub.docker.com' },
      {
        name: 'registry.lyon.example.org',
        type: 'harbor',
        url: 'https://registry.lyon.example.org',
        credential: 'registry.lyon.example.org',
      },
    ],
    projects: [
      {
        name: 'vision',
        metadata: { public: 'false', enable_content_trust_cosign: 'true' },
        quotaBytes: 2 ** 41,
        members: [
          { group: 'vision', role: 'developer' },
          { group: 'audit', role: 'limitedGuest' },
        ],
        retention: {
          cron: '0 17 1 * * *',
          rules: [
            { keep: 'always', tags: 'v*' },
            { keep: 'always', tags: 'sha256-*' },
            { keep: 'newest', artifacts: 50, except: 'sha256-*' },
            { keep: 'pushed', days: 14 },
          ],
        },
        immutable: ['v*'],
        webhooks: [
          { name: 'chat', address: 'https://hooks.example.org/x', events: ['QUOTA_EXCEED'], header: 'chat.header' },
        ],
      },
      {
        name: 'docker.io',
        cacheOf: 'docker.io',
        metadata: { public: 'false' },
        quotaBytes: -1,
        members: [],
        retention: { cron: '0 17 1 * * *', rules: [{ keep: 'pulled', days: 30 }] },
        immutable: [],
        webhooks: [],
      },
    ],
    robots: [
      {
        name: 'vision-pull',
        purpose: 'pods of vision pull with it',
        permissions: [{ project: 'vision', access: ['repository:pull'] }],
        secret: { name: 'registry-pull', namespaces: ['vision', 'vision-fabric'] },
      },
      {
        name: 'vision-push',
        purpose: 'pipelines of vision push with it',
        permissions: [{ project: 'vision', access: ['repository:pull', 'repository:push'] }],
        secret: { name: 'registry-push', namespaces: ['vision'] },
      },
    ],
    replications: [
      {
        name: 'to-lyon',
        to: 'registry.lyon.example.org',
        repositories: 'vision/**',
        tags: 'v*',
        cron: '0 7 * * * *',
        speed: 512,
      },
    ],
    schedules: { garbage: '0 17 3 * * *', scan: '0 17 2 * * *' },
    ...change,
  };
}

/** Credentials of others, as the job has them. */
export const CREDENTIALS: Readonly<Record<string, string>> = {
  'oidc-client-secret': 'the-clients-secret',
  'registry.lyon.example.org.user': 'robot$plinth',
  'registry.lyon.example.org.secret': 'the-lyon-secret',
  'chat.header': 'Bearer the-chat-secret',
};

/** What a run is given, beside the defaults. */
export interface SampleRun {
  readonly url: string;
  readonly secrets?: SecretKeeper;
  readonly settings?: HarborSettings;
  readonly mode?: 'plan' | 'apply';
  readonly now?: Date;
  readonly released?: Desk['released'];
  readonly credentials?: Readonly<Record<string, string>>;
}

/** The way to a fake, without long waits. */
export function connectionTo(url: string, secret = 'S3cret-of-admin'): HarborConnection {
  return new HarborConnection({
    url,
    user: 'admin',
    secret,
    timeoutMilliseconds: 2_000,
    wait: () => Promise.resolve(),
  });
}

/** Runs the whole work against a fake. */
export function runOn({
  credentials = CREDENTIALS,
  mode = 'apply',
  now,
  released,
  secrets,
  settings,
  url,
}: SampleRun): Promise<Outcome> {
  const desk: Desk = {
    harbor: connectionTo(url),
    user: 'admin',
    settings: settings ?? sampleSettings(),
    credential: (key) => credentials[key],
    secrets,
    applied: new Applied({ name: 'harbor-settings-applied', namespace: 'harbor' }, secrets),
    now: now ?? new Date('2026-11-21T12:00:00Z'),
    released,
  };
  return reconcile(desk, { mode });
}
