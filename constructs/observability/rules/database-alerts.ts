import { run } from './proof.ts';
import type { Alert } from './rule.ts';

const POD = (name: string) => `{namespace="harbor",pod="${name}"}`;

const LAG: Alert = {
  name: 'DatabaseReplicationLag',
  expr: 'max by (namespace, pod) (cnpg_pg_replication_lag) > 60',
  for: '10m',
  severity: 'ticket',
  summary: 'Database {{ $labels.namespace }}/{{ $labels.pod }} is behind its primary',
  description:
    'It is {{ $value | humanizeDuration }} behind; bound 1 minute. So much would be lost if the primary went now.',
  runbook: {
    means: 'The replica does not keep up. A failover now would lose the difference.',
    look: [
      { what: 'All replicas.', query: 'cnpg_pg_replication_lag' },
      { what: 'Replicas that the primary sees.', query: 'cnpg_pg_replication_streaming_replicas' },
    ],
    act: [
      'See the replica’s log and its volume: full, or slow?',
      '`kubectl cnpg status -n $namespace`: rebuild the replica if it cannot catch up.',
    ],
    ignore: 'A replica that was just made.',
  },
  fires: run(25, { [`cnpg_pg_replication_lag${POD('db-2')}`]: '0x5 300x20' }),
  silent: run(25, { [`cnpg_pg_replication_lag${POD('db-2')}`]: '0x5 300x5 1x15' }),
};

const NO_REPLICA: Alert = {
  name: 'DatabaseWithoutReplica',
  expr: 'max by (namespace) (cnpg_pg_replication_streaming_replicas and on (namespace, pod) cnpg_pg_replication_in_recovery == 0) == 0 and count by (namespace) (cnpg_collector_up) > 1',
  for: '15m',
  severity: 'page',
  summary: 'The database in {{ $labels.namespace }} has no replica',
  description:
    'The primary streams to {{ $value }} replicas for a quarter of an hour, though more than one instance runs.',
  runbook: {
    means: 'If the primary’s node fails now, the database is down until it comes back or is restored.',
    look: [{ what: 'Instances.', query: 'cnpg_collector_up{namespace="$namespace"}' }],
    act: [
      '`kubectl cnpg status -n $namespace`.',
      'A replica that cannot start: see its volume; delete pod and volume to have it rebuilt.',
    ],
    ignore: 'The minutes of an upgrade of PostgreSQL.',
  },
  fires: run(30, replicas('0x30')),
  silent: run(30, replicas('0x5 1x25')),
  more: [
    // Alone by the spec; and a replica has no replicas of its own.
    { fires: false, ...run(30, alone()) },
    { fires: false, ...run(30, { ...replicas('1x30'), ...onlyReplica() }) },
  ],
};

function replicas(values: string): Readonly<Record<string, string>> {
  return {
    [`cnpg_pg_replication_streaming_replicas${POD('db-1')}`]: values,
    [`cnpg_pg_replication_in_recovery${POD('db-1')}`]: '0x30',
    [`cnpg_pg_replication_streaming_replicas${POD('db-2')}`]: '0x30',
    [`cnpg_pg_replication_in_recovery${POD('db-2')}`]: '1x30',
    'cnpg_collector_up{namespace="harbor",pod="db-1",cluster="db"}': '1x30',
    'cnpg_collector_up{namespace="harbor",pod="db-2",cluster="db"}': '1x30',
  };
}

function alone(): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(replicas('0x30')).filter(([name]) => !name.includes('db-2')));
}

/** In another namespace: a replica whose primary is elsewhere. */
function onlyReplica(): Readonly<Record<string, string>> {
  const pods = ['db-1', 'db-2'].map((pod) => `{namespace="elsewhere",pod="${pod}"}`);
  return Object.fromEntries(
    pods.flatMap((labels) => [
      [`cnpg_pg_replication_streaming_replicas${labels}`, '0x30'],
      [`cnpg_pg_replication_in_recovery${labels}`, '1x30'],
      [`cnpg_collector_up${labels}`, '1x30'],
    ]),
  );
}

const ARCHIVE: Alert = {
  name: 'DatabaseArchiveFallsBehind',
  expr: 'max by (namespace, pod) (cnpg_collector_pg_wal_archive_status{value="ready"}) > 10',
  for: '15m',
  severity: 'ticket',
  summary: 'Database {{ $labels.namespace }}/{{ $labels.pod }} cannot archive its log',
  description: '{{ $value }} segments of 16 MiB wait for the object store; bound 10.',
  runbook: {
    means: 'What has changed since cannot be restored, and the volume fills until the database stops.',
    look: [
      { what: 'Segments that wait.', query: 'cnpg_collector_pg_wal_archive_status{value="ready"}' },
      { what: 'Room on the volume.', query: 'kubelet_volume_stats_available_bytes{namespace="$namespace"}' },
    ],
    act: [
      'See the log of the instance: keys of the object store, its address, its quota.',
      'Mend it: what waits is archived by itself.',
    ],
    ignore: 'A load of data that writes faster than the store for some minutes.',
  },
  fires: run(30, { 'cnpg_collector_pg_wal_archive_status{namespace="harbor",pod="db-1",value="ready"}': '0x5 40x25' }),
  silent: run(30, {
    'cnpg_collector_pg_wal_archive_status{namespace="harbor",pod="db-1",value="ready"}': '0x5 40x5 2x20',
  }),
};

const BACKUP: Alert = {
  name: 'DatabaseBackupOld',
  expr: 'time() - max by (namespace) (cnpg_collector_last_available_backup_timestamp > 0) > 36 * 3600',
  for: '30m',
  severity: 'ticket',
  summary: 'The last backup of the database in {{ $labels.namespace }} is old',
  description: 'It was made {{ $value | humanizeDuration }} ago; bound 36 hours, for one a day.',
  runbook: {
    means: 'Restoring takes longer, or is not possible once old backups are removed.',
    look: [
      { what: 'Age of the last backup, of all.', query: 'time() - cnpg_collector_last_available_backup_timestamp' },
    ],
    act: [
      '`kubectl get backups -n $namespace`: the last one says what failed.',
      'Mend it and make one now: `kubectl cnpg backup -n $namespace <cluster>`.',
    ],
    ignore: 'Never.',
  },
  // Time in these runs begins at 1970-01-01: 2,400 minutes are 40 hours.
  fires: run(2400, { [`cnpg_collector_last_available_backup_timestamp${POD('db-1')}`]: '60x2400' }),
  silent: run(2400, { [`cnpg_collector_last_available_backup_timestamp${POD('db-1')}`]: '60x1200 72000x1200' }),
};

/** Alerts about the databases that CloudNativePG runs. */
export const DATABASE_ALERTS: readonly Alert[] = [LAG, NO_REPLICA, ARCHIVE, BACKUP];
