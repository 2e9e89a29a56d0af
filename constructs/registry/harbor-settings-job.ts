import { Construct } from 'constructs';
import { CLIENT_SECRET_KEY } from '../access/index.ts';
import type { Container, PodSpec, Volume } from '../imports/kubernetes.gen.ts';
import { ConfigMap, CronJob, Role, RoleBinding, ServiceAccount } from '../imports/kubernetes.gen.ts';
import { HARBOR } from './harbor-names.ts';
import type { HarborSettings } from './harbor-settings-form.ts';

/** What the job is made from. */
export interface HarborSettingsJobProps {
  /** What it makes true. */
  readonly settings: HarborSettings;
  /** Image with this program, by digest. */
  readonly image: string;
  /** How often it looks, as a cron line of Kubernetes. @default every 15 minutes */
  readonly schedule?: string;
}

/** Name of the settings' file in the ConfigMap. */
const FILE = 'settings.json';
/** Time after which a run is given up. Unit: seconds. */
const DEADLINE_SECONDS = 840;
/** Most that a ConfigMap holds. Unit: bytes. Kubernetes takes 1 MiB with everything around it. */
const LARGEST_FILE = 1_000_000;

/**
 * Keeps Harbor as the spec says: the same code as `plinth registry apply`, in the cluster, with the settings in a ConfigMap and
 * the credentials in Secrets.
 *
 * It changes nothing where nothing differs. Secrets of robots it writes into Kubernetes and nowhere else.
 */
export class HarborSettingsJob extends Construct {
  /** Namespaces in which it writes Secrets, with their names. */
  public readonly secrets: ReadonlyMap<string, readonly string[]>;

  public constructor(scope: Construct, id: string, props: HarborSettingsJobProps) {
    super(scope, id);
    const { image, settings } = props;
    const metadata = { name: HARBOR.settings, namespace: HARBOR.namespace };
    this.secrets = secretsOf(settings);
    new ConfigMap(this, 'settings', { metadata, data: { [FILE]: fileOf(settings) } });
    new ServiceAccount(this, 'account', { metadata, automountServiceAccountToken: false });
    new CronJob(this, 'job', {
      metadata,
      spec: {
        schedule: props.schedule ?? '*/15 * * * *',
        concurrencyPolicy: 'Forbid',
        startingDeadlineSeconds: 300,
        successfulJobsHistoryLimit: 1,
        failedJobsHistoryLimit: 3,
        jobTemplate: {
          spec: {
            backoffLimit: 2,
            activeDeadlineSeconds: DEADLINE_SECONDS,
            ttlSecondsAfterFinished: 86_400,
            template: { metadata: { labels: JOB_LABELS }, spec: podSpec(image) },
          },
        },
      },
    });
  }
}

/** Labels of the job's pods, for the network rule that lets them to Harbor. */
export const JOB_LABELS = { 'app.kubernetes.io/name': HARBOR.settings } as const;

/**
 * The job's right to write Secrets of these names in a namespace, and to read no other. That Kubernetes lets nobody bound
 * what somebody creates by its name is why it may create any.
 */
export class HarborSecretsRole extends Construct {
  public constructor(
    scope: Construct,
    id: string,
    { names, namespace }: { readonly namespace: string; readonly names: readonly string[] },
  ) {
    super(scope, id);
    const metadata = { name: HARBOR.settings, namespace };
    new Role(this, 'role', {
      metadata,
      rules: [
        { apiGroups: [''], resources: ['secrets'], verbs: ['get', 'update'], resourceNames: names },
        { apiGroups: [''], resources: ['secrets'], verbs: ['create'] },
      ],
    });
    new RoleBinding(this, 'binding', {
      metadata,
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: HARBOR.settings },
      subjects: [{ kind: 'ServiceAccount', name: HARBOR.settings, namespace: HARBOR.namespace }],
    });
  }
}

/** What the job has applied of secrets that Harbor does not show: only their fingerprints. */
export const APPLIED_SECRET = 'harbor-settings-applied';

function secretsOf({ robots }: HarborSettings): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>([[HARBOR.namespace, [APPLIED_SECRET]]]);
  for (const { secret } of robots)
    for (const namespace of secret.namespaces)
      found.set(namespace, [...new Set([...(found.get(namespace) ?? []), secret.name])]);
  return found;
}

/** One line for each part, so that a change of one team is one line of a pull request where files are compared by lines. */
function fileOf(settings: HarborSettings): string {
  const text = `${JSON.stringify(settings, null, 1)}\n`;
  return text.length <= LARGEST_FILE ? text : `${JSON.stringify(settings)}\n`;
}

function podSpec(image: string): PodSpec {
  return {
    restartPolicy: 'Never',
    serviceAccountName: HARBOR.settings,
    automountServiceAccountToken: true,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: 1_000,
      runAsGroup: 1_000,
      fsGroup: 1_000,
      seccompProfile: { type: 'RuntimeDefault' },
    },
    containers: [container(image)],
    volumes: [{ name: 'settings', configMap: { name: HARBOR.settings } }, { name: 'tmp', emptyDir: {} }, credentials()],
  };
}

function container(image: string): Container {
  return {
    name: 'settings',
    image,
    args: [
      'registry',
      'apply',
      `/settings/${FILE}`,
      '--url',
      HARBOR.url,
      '--robot-file',
      '/credentials/admin',
      '--secrets',
      '/credentials',
      '--in-cluster',
    ],
    env: [
      { name: 'NO_COLOR', value: '1' },
      { name: 'NODE_EXTRA_CA_CERTS', value: '/var/run/secrets/kubernetes.io/serviceaccount/ca.crt' },
    ],
    resources: { requests: { cpu: '50m', memory: '192Mi' }, limits: { memory: '512Mi' } },
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    },
    volumeMounts: [
      { name: 'settings', mountPath: '/settings', readOnly: true },
      { name: 'credentials', mountPath: '/credentials', readOnly: true },
      { name: 'tmp', mountPath: '/tmp' },
    ],
  };
}

/** All credentials as one folder of files. */
function credentials(): Volume {
  return {
    name: 'credentials',
    projected: {
      defaultMode: 0o440,
      sources: [
        { secret: { name: HARBOR.admin, items: [{ key: 'HARBOR_ADMIN_PASSWORD', path: 'admin' }] } },
        { secret: { name: HARBOR.signIn, items: [{ key: CLIENT_SECRET_KEY, path: 'oidc-client-secret' }] } },
        // Only there where another registry or a webhook wants one.
        { secret: { name: HARBOR.remotes, optional: true } },
      ],
    },
  };
}
