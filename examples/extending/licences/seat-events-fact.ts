/**
 * Where the address of the queue will stand: chosen here, so that manifests know it before there is a queue.
 *
 * The room names it, and the stack makes it true. Nothing of Pulumi is imported: `plinth synth` reads this too.
 */
export const seatEvents = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  name: 'seat-events',
  namespace: 'licences',
  key: 'url',
} as const;
