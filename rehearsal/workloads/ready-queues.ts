import type { ClusterClient } from '../cluster-client.ts';
import type { KubernetesObject } from '../kubernetes-object.ts';
import { type Conditions, holds } from '../recording/observed.ts';
import { waitFor } from '../wait.ts';

/** How long Kueue may take to see its queues. Unit: milliseconds. */
const READY_MILLISECONDS = 60_000;

interface List {
  readonly items: readonly (KubernetesObject & { readonly status?: Conditions })[];
}

/**
 * Waits until Kueue has seen the queues of all namespaces: a job that comes before is given no queue, and waits for ever.
 *
 * @throws {Error} with the queues that stay closed.
 */
export async function readyQueues(client: ClusterClient, namespaces: readonly string[]): Promise<void> {
  let closed: readonly string[] = [];
  const look = async () => {
    const { items } = await client.get<List>('/apis/kueue.x-k8s.io/v1beta2/localqueues');
    const queues = items.filter(({ metadata }) => namespaces.includes(metadata.namespace ?? ''));
    closed = queues
      .filter((queue) => holds(queue, 'Active') === undefined)
      .map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);
    const served = new Set(queues.map(({ metadata }) => metadata.namespace));
    return closed.length === 0 && namespaces.every((namespace) => served.has(namespace)) ? true : undefined;
  };
  await waitFor(look, {
    what: 'the queues of all teams',
    timeoutMilliseconds: READY_MILLISECONDS,
    explain: async () => `not active: ${closed.join(', ') || 'there are none'}`,
  });
}
