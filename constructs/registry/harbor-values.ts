import { components } from '../../catalog/index.ts';
import type { RegistryStore, TargetFacts } from '../../spec/facts.ts';
import type { PlatformSpec } from '../../spec/platform.ts';
import type { RegistrySpec } from '../../spec/registry.ts';
import { REGISTRY_SERVICE_ACCOUNT } from '../../spec/registry-store.ts';
import { sizeText } from '../../spec/units.ts';
import { spreadOver } from '../core/index.ts';
import { REGISTRY_USER } from './harbor-keys.ts';
import { DATABASE_CLIENT, HARBOR } from './harbor-names.ts';

/** What a part of Harbor has in common with the others. */
export interface HarborPart {
  readonly replicas: number;
  readonly podDisruptionBudget: { readonly enabled: boolean; readonly minAvailable: number };
  readonly topologySpreadConstraints: readonly object[];
  readonly podLabels: Readonly<Record<string, string>>;
  readonly resources?: Resources;
}

interface Resources {
  readonly requests: { readonly cpu: string; readonly memory: string };
  readonly limits: { readonly memory: string };
}

/** What its registry is beside that: two containers, and where content lies. */
export interface HarborRegistryPart extends HarborPart {
  readonly serviceAccountName: string;
  readonly existingSecret: string;
  readonly credentials: { readonly username: string; readonly existingSecret: string };
  readonly registry: { readonly resources: Resources };
  readonly controller: { readonly resources: Resources };
}

/** Where images and charts lie, as the chart wants to hear it. */
export interface HarborStorage {
  readonly type: 'filesystem' | 's3' | 'gcs' | 'azure';
  readonly disableredirect: boolean;
  readonly s3?: {
    readonly bucket: string;
    readonly region: string;
    readonly regionendpoint?: string;
    readonly existingSecret: string;
  };
  readonly gcs?: { readonly bucket: string; readonly useWorkloadIdentity: boolean };
  readonly azure?: { readonly accountname: string; readonly container: string; readonly existingSecret: string };
}

/** Values of Harbor's chart that Plinth sets. */
export interface HarborValues {
  readonly externalURL: string;
  readonly expose: {
    readonly type: 'clusterIP';
    readonly tls: { readonly enabled: boolean };
    readonly clusterIP: { readonly name: string };
  };
  readonly existingSecretAdminPassword: string;
  readonly existingSecretSecretKey: string;
  readonly updateStrategy: { readonly type: 'RollingUpdate' | 'Recreate' };
  readonly persistence: {
    readonly imageChartStorage: HarborStorage;
    readonly persistentVolumeClaim?: {
      readonly registry: { readonly storageClass?: string; readonly accessMode: string; readonly size: string };
    };
  };
  readonly database: {
    readonly type: 'external';
    readonly external: {
      readonly host: string;
      readonly port: string;
      readonly username: string;
      readonly coreDatabase: string;
      readonly existingSecret: string;
      readonly sslmode: 'require';
    };
  };
  readonly redis: {
    readonly type: 'external';
    readonly external: { readonly addr: string; readonly sentinelMasterSet: string };
  };
  readonly metrics: { readonly enabled: boolean };
  readonly nginx: HarborPart;
  readonly portal: HarborPart;
  readonly core: HarborPart & {
    readonly existingSecret: string;
    readonly secretName: string;
    readonly existingXsrfSecret: string;
  };
  readonly jobservice: HarborPart & { readonly existingSecret: string; readonly jobLoggers: readonly string[] };
  readonly registry: HarborRegistryPart;
  readonly exporter: HarborPart;
  readonly trivy: HarborTrivy;
}

/** The scanner, as the chart wants to hear of it. */
export type HarborTrivy =
  | { readonly enabled: false }
  | {
      readonly enabled: true;
      readonly replicas: number;
      readonly podDisruptionBudget: HarborPart['podDisruptionBudget'];
      readonly topologySpreadConstraints: HarborPart['topologySpreadConstraints'];
      readonly image: { readonly repository: string; readonly tag: string };
    };

/** The database that Harbor is given. */
export interface HarborDatabase {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly owner: string;
  /** Secret with the key `password`. */
  readonly secret: string;
}

/** What the values are made from. */
export interface HarborValuesInput {
  readonly spec: PlatformSpec;
  readonly registry: RegistrySpec;
  readonly facts: Pick<TargetFacts, 'registryStore' | 'blockStorage' | 'sharedStorage'>;
  readonly database: HarborDatabase;
  readonly cache: { readonly sentinels: string; readonly masterSet: string };
}

/** Replicas of everything that keeps nothing itself. */
const REPLICAS = 2;
const SPREAD = spreadOver(['zone', 'node']);
/** Repository of the scanner's adapter; its tag is the version of Harbor. */
const TRIVY = 'docker.io/goharbor/trivy-adapter-photon';

/** The chart's values. No password is among them, and none that the chart has by default is left in use. */
export function harborValues(input: HarborValuesInput): HarborValues {
  const { facts, registry, spec } = input;
  const single = !hasMany(facts);
  return {
    externalURL: `https://${registry.hosts.external}`,
    expose: { type: 'clusterIP', tls: { enabled: false }, clusterIP: { name: HARBOR.service } },
    existingSecretAdminPassword: HARBOR.admin,
    existingSecretSecretKey: HARBOR.keys,
    updateStrategy: { type: single ? 'Recreate' : 'RollingUpdate' },
    persistence: persistence(input),
    ...stores(input),
    metrics: { enabled: true },
    nginx: part('100m', '256Mi'),
    portal: part('50m', '128Mi'),
    core: {
      ...part('500m', '1Gi', true),
      existingSecret: HARBOR.keys,
      secretName: HARBOR.token,
      existingXsrfSecret: HARBOR.keys,
    },
    // Logs of jobs in the database: files would lie on the volume of one replica.
    jobservice: { ...part('200m', '512Mi', true), existingSecret: HARBOR.keys, jobLoggers: ['database'] },
    registry: registryPart(single),
    exporter: part('50m', '128Mi', true),
    trivy: scanner(spec, registry),
  };
}

/** Whether several pods can keep the content: in an object store, or on a volume of many nodes. */
export function hasMany({ registryStore, sharedStorage }: HarborValuesInput['facts']): boolean {
  return registryStore !== undefined || sharedStorage !== undefined;
}

function part(cpu: string, memory: string, asksDatabase = false): HarborPart {
  return {
    replicas: REPLICAS,
    podDisruptionBudget: { enabled: true, minAvailable: 1 },
    topologySpreadConstraints: SPREAD,
    podLabels: asksDatabase ? { [DATABASE_CLIENT]: HARBOR.database } : {},
    resources: size(cpu, memory),
  };
}

/** A quarter of the most is asked for; the CPU is not bounded, so that pushes use what idles. */
function size(cpu: string, memory: string): Resources {
  return { requests: { cpu, memory: '128Mi' }, limits: { memory } };
}

function registryPart(single: boolean): HarborRegistryPart {
  const { resources: _, ...both } = part('', '');
  return {
    ...both,
    replicas: single ? 1 : REPLICAS,
    podDisruptionBudget: { enabled: !single, minAvailable: 1 },
    serviceAccountName: REGISTRY_SERVICE_ACCOUNT,
    existingSecret: HARBOR.keys,
    credentials: { username: REGISTRY_USER, existingSecret: HARBOR.keys },
    registry: { resources: size('500m', '1Gi') },
    controller: { resources: size('100m', '256Mi') },
  };
}

function stores({ cache, database }: HarborValuesInput): Pick<HarborValues, 'database' | 'redis'> {
  return {
    database: {
      type: 'external',
      external: {
        host: database.host,
        port: `${database.port}`,
        username: database.owner,
        coreDatabase: database.database,
        existingSecret: database.secret,
        sslmode: 'require',
      },
    },
    redis: { type: 'external', external: { addr: cache.sentinels, sentinelMasterSet: cache.masterSet } },
  };
}

function persistence({ facts, registry, spec }: HarborValuesInput): HarborValues['persistence'] {
  const { blockStorage, registryStore, sharedStorage } = facts;
  if (registryStore !== undefined) return { imageChartStorage: storage(registryStore) };
  return {
    imageChartStorage: { type: 'filesystem', disableredirect: true },
    persistentVolumeClaim: {
      registry: {
        storageClass: sharedStorage ?? blockStorage,
        accessMode: sharedStorage === undefined ? 'ReadWriteOnce' : 'ReadWriteMany',
        size: sizeText(registry.quota * spec.teams.length),
      },
    },
  };
}

function storage(store: RegistryStore): HarborStorage {
  switch (store.kind) {
    case 's3':
      return {
        type: 's3',
        disableredirect: !store.redirects,
        s3: {
          bucket: store.bucket,
          region: store.region,
          regionendpoint: store.endpoint,
          existingSecret: store.secret,
        },
      };
    // Without a private key, which an identity has not, the driver cannot sign addresses that clients are sent to.
    case 'gcs':
      return { type: 'gcs', disableredirect: true, gcs: { bucket: store.bucket, useWorkloadIdentity: true } };
    case 'azure':
      return {
        type: 'azure',
        disableredirect: false,
        azure: { accountname: store.account, container: store.container, existingSecret: store.secret },
      };
  }
}

function scanner(spec: PlatformSpec, { scanner: chosen }: RegistrySpec): HarborTrivy {
  if (chosen.kind === 'none') return { enabled: false };
  const version = spec.components[components.harbor.name]?.version ?? components.harbor.version;
  const { podDisruptionBudget, topologySpreadConstraints } = part('', '');
  return {
    enabled: true,
    replicas: REPLICAS,
    podDisruptionBudget,
    topologySpreadConstraints,
    image: { repository: TRIVY, tag: `v${version}@${chosen.digest}` },
  };
}
