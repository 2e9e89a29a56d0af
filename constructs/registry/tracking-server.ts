import { components } from '../../catalog/index.ts';
import type { TeamBucket } from '../../spec/facts.ts';
import { READ_ONLY_CONTAINER, restrictedPod } from '../core/index.ts';
import type { Container, EnvFromSource, EnvVar, PodSpec } from '../imports/kubernetes.gen.ts';
import type { Database } from './database.ts';

/** Port that MLflow listens on. */
export const TRACKING_PORT = 5000;

/** User that it runs as: the image's own is root. */
const USER = 1_000;
/** `full` has the drivers of PostgreSQL and of object stores. */
const IMAGE = 'ghcr.io/mlflow/mlflow';
const CERTIFICATES = '/etc/database';
const ARTIFACTS = '/artifacts';
/** Folder of MLflow in a team's bucket. */
const FOLDER = 'mlflow';

/** What one MLflow is made from. */
export interface TrackingServerProps {
  /** Version, without a leading `v`. @default - the catalogue's */
  readonly version?: string;
  /** Hosts that it answers to, with the port where the address has one. */
  readonly hosts: readonly string[];
  /** Address at which people open it; pages of any other may not call it. */
  readonly url: string;
  /** Where artifacts go. @default - a volume `artifacts` of its own */
  readonly bucket?: TeamBucket;
  /** Where experiments are recorded. */
  readonly database: Pick<Database, 'secret' | 'authority'>;
}

/** Arguments of `mlflow`: artifacts go through the server, so that only it needs the object store. */
export function trackingArgs({ bucket, hosts, url }: Omit<TrackingServerProps, 'database' | 'version'>): string[] {
  return [
    'server',
    '--host=0.0.0.0',
    `--port=${TRACKING_PORT}`,
    '--workers=2',
    '--serve-artifacts',
    `--artifacts-destination=${bucket === undefined ? ARTIFACTS : artifactsIn(bucket)}`,
    `--allowed-hosts=${hosts.join(',')}`,
    `--cors-allowed-origins=${url}`,
    '--x-frame-options=DENY',
  ];
}

/** Variables of `mlflow` that have nothing to do with the place. */
export const TRACKING_ENV: Readonly<Record<string, string>> = {
  // Jobs that callers could start in the server: CVE-2026-0545 came in that way.
  MLFLOW_SERVER_ENABLE_JOB_EXECUTION: 'false',
  MLFLOW_DISABLE_TELEMETRY: 'true',
  DO_NOT_TRACK: 'true',
  GIT_PYTHON_REFRESH: 'quiet',
  PYTHONDONTWRITEBYTECODE: '1',
  HOME: '/tmp',
};

/** The pod: restricted, with a read-only root; the schema of the database is brought up to date before the server starts. */
export function trackingPod(props: TrackingServerProps): Omit<PodSpec, 'serviceAccountName'> {
  const { bucket, database, version = components.mlflow.version } = props;
  const env = [...variables(TRACKING_ENV), ...databaseVariables(database), ...storeVariables(bucket)];
  const mounts = [
    { name: 'tmp', mountPath: '/tmp' },
    { name: 'database-authority', mountPath: CERTIFICATES, readOnly: true },
    ...(bucket === undefined ? [{ name: 'artifacts', mountPath: ARTIFACTS }] : []),
  ];
  const part = (memory: string) => ({
    image: `${IMAGE}:v${version}-full`,
    env,
    envFrom: keysOf(bucket),
    resources: { requests: { cpu: '250m', memory }, limits: { memory } },
    securityContext: READ_ONLY_CONTAINER,
    volumeMounts: mounts,
  });
  return {
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    securityContext: restrictedPod(USER),
    initContainers: [
      { name: 'schema', ...part('1Gi'), command: ['sh', '-c', 'exec mlflow db upgrade "$MLFLOW_BACKEND_STORE_URI"'] },
    ],
    containers: [{ name: 'mlflow', ...part('2Gi'), command: ['mlflow'], args: trackingArgs(props), ...probes() }],
    volumes: [
      { name: 'tmp', emptyDir: { sizeLimit: '10Gi' } },
      {
        name: 'database-authority',
        secret: { secretName: database.authority, items: [{ key: 'ca.crt', path: 'ca.crt' }] },
      },
      ...(bucket === undefined
        ? [{ name: 'artifacts', persistentVolumeClaim: { claimName: 'mlflow-artifacts' } }]
        : []),
    ],
  };
}

/** `/health` is answered whatever host the caller names, which the kubelet does by address. */
function probes(): Pick<Container, 'ports' | 'startupProbe' | 'readinessProbe' | 'livenessProbe'> {
  const httpGet = { path: '/health', port: 'http' };
  return {
    ports: [{ name: 'http', containerPort: TRACKING_PORT }],
    startupProbe: { httpGet, periodSeconds: 5, failureThreshold: 60 },
    readinessProbe: { httpGet, periodSeconds: 10, timeoutSeconds: 5 },
    livenessProbe: { httpGet, periodSeconds: 30, timeoutSeconds: 10, failureThreshold: 5 },
  };
}

/** MLflow reads Azure's blobs as `wasbs`; its `abfss` wants credentials of a catalogue. */
function artifactsIn({ account, name, uri }: TeamBucket): string {
  return account === undefined ? `${uri}/${FOLDER}` : `wasbs://${name}@${account}.blob.core.windows.net/${FOLDER}`;
}

/** The password stays in the Secret of the database; libpq reads the rest from the environment. */
function databaseVariables({ secret }: Pick<Database, 'secret'>): EnvVar[] {
  return [
    { name: 'MLFLOW_BACKEND_STORE_URI', valueFrom: { secretKeyRef: { name: secret, key: 'uri' } } },
    ...variables({ PGSSLMODE: 'verify-full', PGSSLROOTCERT: `${CERTIFICATES}/ca.crt` }),
  ];
}

function storeVariables(bucket: TeamBucket | undefined): EnvVar[] {
  if (bucket?.endpoint === undefined) return [];
  return variables({ MLFLOW_S3_ENDPOINT_URL: bucket.endpoint, AWS_DEFAULT_REGION: 'us-east-1' });
}

function keysOf(bucket: TeamBucket | undefined): EnvFromSource[] | undefined {
  return bucket?.secret === undefined ? undefined : [{ secretRef: { name: bucket.secret } }];
}

function variables(values: Readonly<Record<string, string>>): EnvVar[] {
  return Object.entries(values).map(([name, value]) => ({ name, value }));
}
