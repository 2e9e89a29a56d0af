import { Queue } from '@pulumi/aws/sqs/queue.js';
import { ComponentResource, type ComponentResourceOptions, type Output } from '@pulumi/pulumi';
import type { OwnPart } from 'plinth/program';
import { seatEvents } from './seat-events-fact.ts';

/** Queue of AWS that the seat meter writes to: a Pulumi component of Acme's own. */
class SeatEvents extends ComponentResource {
  /** Address of the queue. */
  public readonly url: Output<string>;

  public constructor(name: string, args: { readonly queue: string }, opts: ComponentResourceOptions) {
    super('acme:licences:SeatEvents', name, {}, opts);
    this.url = new Queue(name, { name: args.queue, sqsManagedSseEnabled: true }, { parent: this }).url;
    this.registerOutputs({ url: this.url });
  }
}

/** Adds the queue to the environment, and brings its address, which is known only then, under the name that the room counts on. */
export const seatEventsPart: OwnPart = ({ facts, parent, provider }) => {
  const queue = `${facts.cluster}-seats`;
  const { url } = new SeatEvents(`${facts.cluster}-seat-events`, { queue }, { parent, provider });
  const { apiVersion, key, kind, name, namespace } = seatEvents;
  return {
    objects: [{ apiVersion, kind, metadata: { name, namespace }, data: { [key]: url } }],
    exports: { seatEvents: url },
  };
};
