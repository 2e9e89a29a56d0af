import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ControlPlane } from '../control-plane.ts';
import type { ControllerSite } from '../controllers/controller.ts';

/** Our spark-submit, next to this file: TypeScript in the sources, JavaScript in the package. */
const SPARK_SUBMIT = fileURLToPath(new URL(`./spark-submit${import.meta.url.slice(-3)}`, import.meta.url));

/**
 * Gives the Spark operator a Spark home whose `spark-submit` creates the pods and runs no Spark.
 *
 * @returns environment of the operator's process.
 */
export async function makeSparkHome(plane: ControlPlane, site: ControllerSite): Promise<Record<string, string>> {
  const home = join(site.folder, 'spark');
  await mkdir(join(home, 'bin'), { recursive: true });
  const script = `#!/bin/sh\nexec '${process.execPath}' '${SPARK_SUBMIT}' "$@"\n`;
  await writeFile(join(home, 'bin', 'spark-submit'), script, { mode: 0o700 });
  const { hostname, port } = new URL(plane.server);
  return { SPARK_HOME: home, KUBERNETES_SERVICE_HOST: hostname, KUBERNETES_SERVICE_PORT: port };
}
