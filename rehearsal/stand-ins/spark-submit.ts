import { readFileSync } from 'node:fs';
import { type ApiResponse, ClusterClient, messageOf } from '../cluster-client.ts';
import { accessOf } from '../kubeconfig.ts';
import type { KubernetesObject } from '../kubernetes-object.ts';
import { driverPod, executorPods, sparkSettings } from './spark-pods.ts';

/**
 * Stands in for Spark's own `spark-submit` in a rehearsal: creates the driver's pod and those of its executors as the
 * operator's service account, and runs no Spark.
 */
const client = new ClusterClient(accessOf(readFileSync(process.env.KUBECONFIG ?? '', 'utf8')));

async function create(pod: KubernetesObject): Promise<ApiResponse> {
  const path = `/api/v1/namespaces/${pod.metadata.namespace}/pods`;
  const answer = await client.send({ method: 'POST', path, body: pod });
  if (answer.status >= 400) throw new Error(messageOf(answer));
  return answer;
}

try {
  const settings = sparkSettings(process.argv.slice(2));
  const driver = (await create(driverPod(settings))).body as KubernetesObject;
  for (const executor of executorPods(settings, driver)) await create(executor);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
} finally {
  client.close();
}
