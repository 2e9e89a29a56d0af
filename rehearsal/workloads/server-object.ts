import type { JobPlace } from '../../constructs/training/job-place.ts';
import type { KubernetesObject } from '../kubernetes-object.ts';
import { KIND_LABEL } from './job-label.ts';
import type { PlannedServer } from './planned-server.ts';
import { jobMetadata, rehearsedPod } from './rehearsed-pod.ts';

/** A server, where it runs, and how fast time passes. */
export interface RehearsedServer {
  readonly server: PlannedServer;
  readonly place: JobPlace;
  /** Simulated seconds in one real second. */
  readonly speed: number;
}

/**
 * The Deployment that a model server ends up as: restricted pods that never end, on the pool's nodes, each let in by the
 * team's queue on its own. It begins with the replicas that always run.
 */
export function serverObject({ place, server, speed }: RehearsedServer): KubernetesObject {
  const { name, namespace, pool, priority, replicas, team, unitsPerReplica: unitsPerNode } = server;
  const about = { name, team, namespace, pool, unitsPerNode, nodes: 1, atSeconds: 0, retries: 0, kind: 'Job' } as const;
  const job = { ...about, ...(priority === undefined ? {} : { priority }), durationSeconds: 0 };
  const { metadata: podMetadata, spec: podSpec } = rehearsedPod({ job, place, speed });
  const metadata = jobMetadata({ job, place, speed });
  const selector = { [KIND_LABEL]: 'server', ...podMetadata?.labels };
  const object = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { ...metadata, labels: { ...metadata.labels, [KIND_LABEL]: 'server' } },
    spec: {
      replicas: replicas.min,
      selector: { matchLabels: selector },
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } },
      template: {
        metadata: { ...podMetadata, labels: selector },
        spec: { ...podSpec, restartPolicy: 'Always' },
      },
    },
  };
  // Undefined fields are none: the API server is asked to be strict.
  return JSON.parse(JSON.stringify(object)) as KubernetesObject;
}
