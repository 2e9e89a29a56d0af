import type { ClusterClient } from '../cluster-client.ts';
import { type Watch, watch } from '../watch.ts';
import { JOB_LABEL } from '../workloads/job-label.ts';
import type { RecordedKind, Recorder } from './recorder.ts';

const COLLECTIONS: Readonly<Record<RecordedKind, string>> = {
  Node: '/api/v1/nodes',
  Pod: `/api/v1/pods?labelSelector=${encodeURIComponent(JOB_LABEL)}`,
  Workload: '/apis/kueue.x-k8s.io/v1beta2/workloads',
};

/**
 * Tells a recorder of everything that happens in a cluster until it is closed.
 *
 * Every time is that of the event's arrival: the cluster's own stamps know only whole seconds, which are minutes at the
 * usual speed.
 *
 * @param now - simulated seconds since the beginning
 * @returns when the nodes and jobs that are there already have been told
 */
export async function recordFrom(
  client: ClusterClient,
  recorder: Pick<Recorder, 'see'>,
  now: () => number,
): Promise<Pick<Watch, 'close'>> {
  const watches = (Object.keys(COLLECTIONS) as RecordedKind[]).map((kind) =>
    watch(client, COLLECTIONS[kind], (event) => recorder.see(kind, event, now())),
  );
  await Promise.all(watches.map(({ listed }) => listed));
  return {
    close: () => {
      for (const each of watches) each.close();
    },
  };
}
