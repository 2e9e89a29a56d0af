import { Construct } from 'constructs';
import { components } from '../../catalog/index.ts';
import type { TargetFacts } from '../../spec/facts.ts';
import { namespaceNamed, spreadOver } from '../core/index.ts';
import { Cluster, type ClusterSpec, ScheduledBackup } from '../imports/cloudnative-pg.gen.ts';
import { NetworkPolicy } from '../imports/kubernetes.gen.ts';
import { backupSpec, type DatabaseBackup } from './database-backup.ts';
import { DATABASE_CLIENT } from './harbor-names.ts';

/** Namespace of the operator that runs databases. */
export const DATABASE_OPERATOR_NAMESPACE = 'cnpg-system';

/** Port of PostgreSQL. */
export const DATABASE_PORT = 5432;

/** Port at which the operator asks an instance how it is. */
const STATUS_PORT = 8000;

/** A PostgreSQL database of its own. */
export interface DatabaseProps {
  /** Name of the database's objects; DNS label of at most 50 characters. Its clients carry it as the label `plinth.dev/database-client`. */
  readonly name: string;
  /** Namespace. */
  readonly namespace: string;
  /** Database within PostgreSQL. */
  readonly database: string;
  /** Account that owns the database and that clients sign in as. */
  readonly owner: string;
  /** Instances: one that is written to, and standbys that take over. Range 1-3. @default 3 */
  readonly instances?: 1 | 2 | 3;
  /** Volume of each instance. @default 20Gi */
  readonly size?: string;
  /** Memory of each instance; PostgreSQL takes a quarter of it for itself. @default 1Gi */
  readonly memory?: string;
  /** StorageClass of its volumes. @default - the cluster's default class */
  readonly storageClass?: TargetFacts['blockStorage'];
  /** Labels of its pods, by which a cloud identity is injected. @default - none */
  readonly podLabels?: Readonly<Record<string, string>>;
  /** Where backups go. @default - there are none */
  readonly backup?: DatabaseBackup;
}

/**
 * PostgreSQL with TLS, standbys on other nodes and zones, and backups where there is an object store.
 *
 * The operator keeps its disruption budget, its certificates and its password, which nobody chooses: clients read the
 * Secret. Connections without TLS are refused; pods of the namespace without the label of its clients do not reach it.
 */
export class Database extends Construct {
  /** Host that is written to. */
  public readonly host: string;
  /** Port. */
  public readonly port: number = DATABASE_PORT;
  /** Database within PostgreSQL. */
  public readonly database: string;
  /** Account that clients sign in as. */
  public readonly owner: string;
  /** Secret that the operator makes: keys `username`, `password`, `host`, `port`, `dbname`, `uri` and others. */
  public readonly secret: string;
  /** Secret that the operator makes: key `ca.crt`, which clients check the server's certificate by. */
  public readonly authority: string;
  /** Labels that its clients' pods carry. */
  public readonly clientLabels: Readonly<Record<string, string>>;
  /** Labels of its own pods. */
  public readonly podLabels: Readonly<Record<string, string>>;

  public constructor(scope: Construct, id: string, props: DatabaseProps) {
    super(scope, id);
    const { database, name, namespace, owner } = props;
    this.host = `${name}-rw.${namespace}.svc`;
    this.database = database;
    this.owner = owner;
    this.secret = `${name}-app`;
    this.authority = `${name}-ca`;
    this.clientLabels = { [DATABASE_CLIENT]: name };
    this.podLabels = { 'cnpg.io/cluster': name };

    new Cluster(this, 'cluster', { metadata: { name, namespace }, spec: clusterSpec(props, this.podLabels) });
    if (props.backup !== undefined)
      new ScheduledBackup(this, 'backup', {
        metadata: { name, namespace },
        // Six fields: the first is seconds.
        spec: { schedule: '0 30 2 * * *', cluster: { name }, backupOwnerReference: 'self', immediate: true },
      });
    this.#network(props);
  }

  #network({ name, namespace }: DatabaseProps): void {
    const own = { podSelector: { matchLabels: { ...this.podLabels } } };
    const operator = {
      namespaceSelector: namespaceNamed(DATABASE_OPERATOR_NAMESPACE),
      podSelector: { matchLabels: { 'app.kubernetes.io/name': 'cloudnative-pg' } },
    };
    const tcp = (port: number) => ({ protocol: 'TCP', port }) as const;
    new NetworkPolicy(this, 'network', {
      metadata: { name: `allow-${name}`, namespace },
      spec: {
        podSelector: own.podSelector,
        policyTypes: ['Ingress'],
        ingress: [
          { from: [{ podSelector: { matchLabels: { ...this.clientLabels } } }], ports: [tcp(DATABASE_PORT)] },
          { from: [own, operator], ports: [tcp(DATABASE_PORT), tcp(STATUS_PORT)] },
        ],
      },
    });
  }
}

function clusterSpec(props: DatabaseProps, labels: Readonly<Record<string, string>>): ClusterSpec {
  const { backup, database, instances = 3, memory = '1Gi', owner, size = '20Gi', storageClass } = props;
  return {
    instances,
    imageName: image(),
    bootstrap: { initdb: { database, owner, dataChecksums: true } },
    storage: { size, storageClass },
    resources: { requests: { cpu: '250m', memory }, limits: { memory } },
    postgresql: {
      // The first line that matches decides, and the operator's own lines for its replication come before.
      pg_hba: ['hostnossl all all all reject'],
      parameters: { ssl_min_protocol_version: 'TLSv1.3', shared_buffers: sharedBuffers(memory) },
      ...(instances > 1 ? { synchronous: { method: 'any', number: 1, dataDurability: 'preferred' } } : {}),
    },
    affinity: { enablePodAntiAffinity: true, topologyKey: 'kubernetes.io/hostname', podAntiAffinityType: 'preferred' },
    topologySpreadConstraints: spreadOver(['zone'], labels),
    enablePDB: instances > 1,
    enableSuperuserAccess: false,
    inheritedMetadata: props.podLabels === undefined ? undefined : { labels: { ...props.podLabels } },
    backup: backup && backupSpec(backup),
  };
}

/** A quarter of the memory, as PostgreSQL's documents advise. */
function sharedBuffers(memory: string): string {
  const [, amount = '1', unit] = /^(\d+)(Mi|Gi)$/.exec(memory) ?? [];
  return `${Math.floor((Number(amount) * (unit === 'Gi' ? 1_024 : 1)) / 4)}MB`;
}

function image(): string {
  const found = components['cloudnative-pg'].images.find((each) => each.includes('/postgresql:'));
  if (found === undefined) throw new Error('bug: the catalogue names no image of PostgreSQL');
  return found;
}
