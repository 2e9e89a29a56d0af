import { ApiObject, JsonPatch } from 'cdk8s';
import type { Construct } from 'constructs';
import { Queueing, type QueueingProps } from 'plinth/queueing';

/**
 * Plinth's queueing with another order: the oldest job of a team goes first, even if a younger one would fit.
 *
 * Plinth has no word for it in the spec, so every queue is patched after it was made.
 */
export class StrictQueueing extends Queueing {
  public constructor(platform: Construct, props: QueueingProps) {
    super(platform, props);
    for (const queue of this.queues.flatMap(({ node }) => node.findAll())) {
      if (ApiObject.isApiObject(queue) && queue.kind === 'ClusterQueue')
        queue.addJsonPatch(JsonPatch.replace('/spec/queueingStrategy', 'StrictFIFO'));
    }
  }
}
