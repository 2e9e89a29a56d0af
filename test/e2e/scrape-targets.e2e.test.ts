import { rm } from 'node:fs/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { scrapeTargets } from '../../constructs/observability/index.ts';
import { chartFromModule } from '../../rehearsal/chart-from-module.ts';
import { renderChart } from '../../rehearsal/chart-render.ts';
import { buildEngines } from '../../rehearsal/engines.ts';
import { parsePlatform } from '../../spec/parse-platform.ts';
import { observedPlatform } from '../constructs/observability/observability-sample.ts';
import { rendered } from '../sample.ts';

const input = observedPlatform();
const { platform } = rendered(input);
const { spec } = parsePlatform(input);
const gateway = { proxyLabels: {}, proxyNamespace: 'none' };

/** Add-ons whose chart a Go module of the same version holds, with who is asked of them. */
const inModules = platform.addOns.flatMap((addOn) => {
  const { module, version } = addOn.component;
  const chart = module?.chart;
  const asked = scrapeTargets(spec, [addOn], gateway).filter(({ namespace }) => namespace === addOn.namespace);
  if (module === undefined || chart === undefined || module.version !== `v${version}`) return [];
  return [{ addOn, asked, module: { path: module.path, version: module.version, folder: chart } }];
});

interface Workload {
  readonly kind: string;
  readonly spec: {
    readonly template: { readonly metadata: { readonly labels?: Readonly<Record<string, string>> } };
  };
}

describe('who is asked for figures', () => {
  beforeAll(() => buildEngines(['tools']), 1_800_000);

  test('is known of some charts', () => {
    const names = inModules.filter(({ asked }) => asked.length > 0).map(({ addOn }) => addOn.component.name);
    expect(names).toEqual(expect.arrayContaining(['kueue', 'jobset']));
  });

  test.each(
    inModules.filter(({ asked }) => asked.length > 0).map((each) => [each.addOn.component.name, each] as const),
  )('are pods that the chart of %s really makes', async (_, { addOn, asked, module }) => {
    const chart = await chartFromModule(module, addOn.component.name === 'kubeflow-trainer' ? 'leaveOut' : 'keep');
    const { namespace, release, values } = addOn;
    const objects = await renderChart({ chart: chart.folder, release, namespace, values: { ...values } });
    if (chart.copied) await rm(chart.folder, { recursive: true });
    const pods = objects
      .filter(({ kind }) => kind === 'Deployment' || kind === 'DaemonSet')
      .map((object) => (object as unknown as Workload).spec.template.metadata.labels ?? {});
    for (const target of asked) {
      const made = pods.filter((labels) => Object.entries(target.pods).every(([key, value]) => labels[key] === value));
      expect(made, `${target.job}: ${JSON.stringify(target.pods)} of ${JSON.stringify(pods)}`).toHaveLength(1);
    }
  });
});
