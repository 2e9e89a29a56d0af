import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { messageOf } from '../../rehearsal/cluster-client.ts';
import { type ControlPlane, startControlPlane } from '../../rehearsal/control-plane.ts';
import { buildPrograms } from '../../rehearsal/engine-build.ts';
import { engine } from '../../rehearsal/engine-catalog.ts';
import { buildEngines } from '../../rehearsal/engines.ts';
import { install } from '../../rehearsal/install.ts';
import type { KubernetesObject } from '../../rehearsal/kubernetes-object.ts';
import { createSimulatedNodes } from '../../rehearsal/simulated-nodes.ts';
import { waitFor } from '../../rehearsal/wait.ts';
import { kedaObjects, namespaceObject } from './serving-components.ts';
import { scaledByQueue, TEAM, WORKERS } from './serving-workloads.ts';

/** How long KEDA may take to look at the queue and act. Unit: milliseconds. */
const SCALED_MILLISECONDS = 120_000;

describe('KEDA before a queue that this test holds', () => {
  let plane: ControlPlane;
  let queue = 0;
  const server = createServer((_, answer) => answer.end(JSON.stringify({ queue })));

  beforeAll(async () => {
    await buildEngines(['core']);
    await buildPrograms([engine('keda')]);
    plane = await startControlPlane();
    await createSimulatedNodes(plane.client, [{ name: 'cpu-0', capacity: { cpu: '32', memory: '128Gi' } }]);
    const { rejections } = await install(plane, [...(await kedaObjects(plane)), namespaceObject(TEAM)]);
    expect(rejections).toEqual([]);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  }, 1_800_000);

  afterAll(async () => {
    server.close();
    await plane?.stop();
  });

  async function submit(object: KubernetesObject): Promise<void> {
    const answer = await plane.client.apply(object);
    expect(answer.status, messageOf(answer)).toBeLessThan(300);
  }

  async function until(what: string, path: string, done: (spec: { replicas?: number }) => boolean): Promise<void> {
    const look = async () => {
      const { status, body } = await plane.client.send({ method: 'GET', path });
      return status === 200 && done((body as { spec: { replicas?: number } }).spec) ? true : undefined;
    };
    const explain = async () => (await plane.kubectl(['get', 'scaledobjects,hpa,events', '-n', TEAM])).stdout;
    await waitFor(look, { what, timeoutMilliseconds: SCALED_MILLISECONDS, explain });
  }

  test('takes a workload without work to zero, and back when work waits', async () => {
    const { port } = server.address() as AddressInfo;
    const workers = `/apis/apps/v1/namespaces/${TEAM}/deployments/workers`;
    const autoscaler = `/apis/autoscaling/v2/namespaces/${TEAM}/horizontalpodautoscalers/keda-hpa-workers`;
    await submit(WORKERS);
    await submit(scaledByQueue(`http://127.0.0.1:${port}/`));
    await until('an autoscaler', autoscaler, () => true);
    await until('no replica', workers, ({ replicas }) => replicas === 0);
    queue = 100;
    await until('a replica', workers, ({ replicas = 0 }) => replicas > 0);
  });
});
