import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import type { AddOn } from '../../constructs/core/index.ts';
import { fetchModule } from '../chart-from-module.ts';
import { renderChart } from '../chart-render.ts';
import { engine } from '../engine-catalog.ts';
import type { KubernetesObject } from '../kubernetes-object.ts';

/** Where it is installed if no platform says. */
const USUAL = { namespace: 'kyverno', release: 'kyverno', values: {} };

/** Folder of the definitions that the chart takes from a sub-chart which the module lacks. */
const DEFINITIONS = 'config/crds/policies.kyverno.io';

/**
 * Kyverno from the chart in its Go module, with the definitions of its policies from beside it.
 *
 * @param addOn - how the platform installs it. Default: by itself, with the chart's own values
 */
export async function kyvernoObjects(addOn: AddOn | undefined): Promise<KubernetesObject[]> {
  const { module, version } = engine('kyverno');
  const { folder } = await fetchModule(module, version);
  const chart = await mkdtemp(join(tmpdir(), 'plinth-chart-'));
  try {
    await cp(join(folder, 'charts/kyverno'), chart, { recursive: true, mode: 0 });
    await dropAbsent(chart);
    const { namespace, release, values } = addOn ?? USUAL;
    const objects = await renderChart({ chart, release, namespace, values: { ...values } });
    // A pod that helm would run to try the installation is no part of it.
    return [...(await definitions(join(folder, DEFINITIONS))), ...objects.filter(({ kind }) => kind !== 'Pod')];
  } finally {
    await rm(chart, { recursive: true, force: true });
  }
}

async function dropAbsent(chart: string): Promise<void> {
  const file = join(chart, 'Chart.yaml');
  const there = await readdir(join(chart, 'charts'));
  const read = parse(await readFile(file, 'utf8')) as { dependencies: readonly { readonly name: string }[] };
  const dependencies = read.dependencies.filter(({ name }) => there.includes(name));
  await rm(file);
  await writeFile(file, stringify({ ...read, dependencies }));
}

async function definitions(folder: string): Promise<KubernetesObject[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.yaml')).sort();
  const texts = await Promise.all(files.map((name) => readFile(join(folder, name), 'utf8')));
  return texts.map((text) => parse(text) as KubernetesObject);
}
