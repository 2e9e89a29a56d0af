import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AddOn } from '../../constructs/core/index.ts';
import { fetchModule } from '../chart-from-module.ts';
import { renderChart } from '../chart-render.ts';
import { engine } from '../engine-catalog.ts';
import type { KubernetesObject } from '../kubernetes-object.ts';

/** What the release process of Envoy Gateway writes into the values of its chart. */
const IMAGE = 'docker.io/envoyproxy/gateway';

/** What of the chart is not applied: definitions have an add-on of their own, and the rehearsal makes the certificates. */
const LEFT_OUT: readonly string[] = ['CustomResourceDefinition', 'Job'];

/** Where it is installed if no platform says. */
const USUAL = { namespace: 'envoy-gateway-system', release: 'envoy-gateway', values: { crds: { enabled: false } } };

/**
 * Envoy Gateway from the chart in its Go module, whose values its release process would have filled in.
 *
 * @param addOn - how the platform installs it. Default: by itself, with the chart's own values
 */
export async function envoyGatewayObjects(addOn: AddOn | undefined): Promise<KubernetesObject[]> {
  const { module, version } = engine('envoy-gateway');
  const { folder } = await fetchModule(module, version);
  const chart = await mkdtemp(join(tmpdir(), 'plinth-chart-'));
  try {
    await cp(join(folder, 'charts/gateway-helm'), chart, { recursive: true, mode: 0 });
    await writeFile(
      join(chart, 'values.yaml'),
      filled(await readFile(join(chart, 'values.tmpl.yaml'), 'utf8'), version),
    );
    const { namespace, release, values } = addOn ?? USUAL;
    const objects = await renderChart({ chart, release, namespace, values: { ...values } });
    return objects.filter(({ kind }) => !LEFT_OUT.includes(kind));
  } finally {
    await rm(chart, { recursive: true, force: true });
  }
}

function filled(template: string, version: string): string {
  return template
    .replace(/\$\{GatewayImage\}/, `${IMAGE}:${version}`)
    .replace(/\$\{GatewayImagePullPolicy\}/, 'IfNotPresent');
}
