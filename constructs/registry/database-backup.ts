import type { TeamBucket } from '../../spec/facts.ts';
import type { ClusterSpec } from '../imports/cloudnative-pg.gen.ts';

/** Where the backups of a database go. */
export interface DatabaseBackup {
  /** Folder in the object store, as the store's own programs write it, such as `s3://bucket/database`. */
  readonly destination: string;
  /** Who the backups are written as. */
  readonly as:
    | { readonly kind: 'identity'; readonly cloud: 'aws' | 'gcp' }
    | { readonly kind: 'keys'; readonly secret: string; readonly id: string; readonly key: string };
  /** Endpoint of an S3 store that is not the cloud's own. @default - the cloud's */
  readonly endpoint?: string;
  /** How long backups stay. @default 30d */
  readonly keep?: string;
}

/**
 * Backups into a team's bucket, written as the team.
 *
 * @returns nothing on Azure: the identity stands on a service account there, and the operator makes the database's own
 */
export function teamBackup(bucket: TeamBucket, folder: string): DatabaseBackup | undefined {
  const { account, endpoint, secret, uri } = bucket;
  if (secret !== undefined)
    return {
      destination: `${uri}/${folder}`,
      endpoint,
      as: { kind: 'keys', secret, id: 'AWS_ACCESS_KEY_ID', key: 'AWS_SECRET_ACCESS_KEY' },
    };
  if (account !== undefined) return undefined;
  const cloud = uri.startsWith('gs://') ? 'gcp' : 'aws';
  return { destination: `${uri}/${folder}`, as: { kind: 'identity', cloud } };
}

/** The part of the Cluster that says so. The operator's own support of object stores; a plugin will follow it. */
export function backupSpec({ as, destination, endpoint, keep = '30d' }: DatabaseBackup): ClusterSpec['backup'] {
  return {
    retentionPolicy: keep,
    barmanObjectStore: {
      destinationPath: destination,
      endpointURL: endpoint,
      wal: { compression: 'gzip' },
      data: { compression: 'gzip' },
      ...credentials(as),
    },
  };
}

function credentials(as: DatabaseBackup['as']) {
  if (as.kind === 'keys')
    return {
      s3Credentials: {
        accessKeyId: { name: as.secret, key: as.id },
        secretAccessKey: { name: as.secret, key: as.key },
      },
    };
  return as.cloud === 'aws'
    ? { s3Credentials: { inheritFromIAMRole: true } }
    : { googleCredentials: { gkeEnvironment: true } };
}
