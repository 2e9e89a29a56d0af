import { type ClusterClient, CONTENT, messageOf } from '../cluster-client.ts';
import type { KubernetesObject } from '../kubernetes-object.ts';
import type { Recorder } from '../recording/recorder.ts';
import type { Clock } from './clock.ts';
import { type PlannedServer, wantedReplicas } from './planned-server.ts';

/** What driving servers needs. */
export interface DriveServersProps {
  readonly client: Pick<ClusterClient, 'pathOf' | 'send'>;
  readonly recorder: Pick<Recorder, 'serverRefused' | 'serverWants'>;
  readonly clock: Pick<Clock, 'now' | 'until'>;
  /** What a server ends up as. */
  objectOf(server: PlannedServer): KubernetesObject;
}

/**
 * Makes each server and gives it the replicas that its load asks for, as an autoscaler would: through the scale of its
 * Deployment. Returns when the last step is done.
 */
export async function driveServers(servers: readonly PlannedServer[], props: DriveServersProps): Promise<void> {
  await Promise.all(servers.map((server) => drive(server, props)));
}

async function drive(server: PlannedServer, { client, clock, objectOf, recorder }: DriveServersProps): Promise<void> {
  const object = objectOf(server);
  const [first, ...further] = wantedReplicas(server);
  const { name, ...metadata } = object.metadata;
  const collection = await client.pathOf({ ...object, metadata });
  const body = { ...object, spec: { ...(object as { spec?: object }).spec, replicas: first?.replicas ?? 0 } };
  const answer = await client.send({ method: 'POST', path: `${collection}?fieldValidation=Strict`, body });
  if (answer.status >= 300) {
    recorder.serverRefused(name, clock.now, messageOf(answer));
    return;
  }
  recorder.serverWants(name, clock.now, first?.replicas ?? 0);
  for (const { at, replicas } of further) {
    await clock.until(at);
    const path = `${collection}/${name}/scale`;
    recorder.serverWants(name, clock.now, replicas);
    const scaled = await client.send({
      method: 'PATCH',
      path,
      body: { spec: { replicas } },
      contentType: CONTENT.merge,
    });
    if (scaled.status >= 300) throw new Error(`the scale of ${name} was not changed: ${messageOf(scaled)}`);
  }
}
