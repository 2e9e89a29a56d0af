import type { ClusterClient } from '../cluster-client.ts';

/** A workload of the platform whose pods the API server did not let be made. */
export interface PodRefusal {
  /** `Kind namespace/name` of what wanted the pods. */
  readonly object: string;
  /** The server's reason. */
  readonly words: string;
}

interface EventList {
  readonly items: readonly {
    readonly message?: string;
    readonly involvedObject: { readonly kind: string; readonly name: string; readonly namespace?: string };
  }[];
}

/** What was accepted but never got its pods, by what the controller manager said: a quota, or Pod Security. */
export async function podRefusals(client: Pick<ClusterClient, 'get'>): Promise<PodRefusal[]> {
  const { items } = await client.get<EventList>('/api/v1/events?fieldSelector=reason%3DFailedCreate');
  const found = new Map(
    items.map(({ involvedObject: { kind, name, namespace = '' }, message = '' }) => [
      `${kind} ${namespace}/${name}`,
      // The pod's generated name differs on each try.
      message.replace(/pods "[^"]*" is/, 'pods are'),
    ]),
  );
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([object, words]) => ({ object, words }));
}
