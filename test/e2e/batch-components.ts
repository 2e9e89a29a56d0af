import { rm } from 'node:fs/promises';
import { parseAllDocuments } from 'yaml';
import { chartFromModule, fetchModule } from '../../rehearsal/chart-from-module.ts';
import { renderChart } from '../../rehearsal/chart-render.ts';
import type { ControlPlane } from '../../rehearsal/control-plane.ts';
import { type EngineName, engine } from '../../rehearsal/engine-catalog.ts';
import type { KubernetesObject } from '../../rehearsal/kubernetes-object.ts';

/** A component whose chart lies in its Go module. */
interface ChartComponent {
  readonly name: EngineName;
  readonly folder: string;
  readonly namespace: string;
  /** @default - the chart's own values */
  readonly values?: Readonly<Record<string, unknown>>;
  /** @default 'keep' */
  readonly dependencies?: 'keep' | 'leaveOut';
}

const CHARTS: readonly ChartComponent[] = [
  { name: 'kueue', folder: 'charts/kueue', namespace: 'kueue-system' },
  { name: 'jobset', folder: 'charts/jobset', namespace: 'jobset-system' },
  { name: 'lws', folder: 'charts/lws', namespace: 'lws-system' },
  {
    name: 'trainer',
    folder: 'charts/kubeflow-trainer',
    namespace: 'kubeflow-system',
    values: { jobset: { install: false } },
    dependencies: 'leaveOut',
  },
  { name: 'spark-operator', folder: 'charts/spark-operator-chart', namespace: 'spark-operator' },
];

/** Renders every batch component at the version its engine was built from. */
export async function batchComponents(plane: ControlPlane): Promise<KubernetesObject[]> {
  const charts = await Promise.all(CHARTS.map(renderComponent));
  return [...charts.flat(), ...(await kuberayObjects(plane))];
}

async function renderComponent(component: ChartComponent): Promise<KubernetesObject[]> {
  const { name, folder, namespace, values = {}, dependencies = 'keep' } = component;
  const { module, version } = engine(name);
  const chart = await chartFromModule({ path: module, version, folder }, dependencies);
  const objects = await renderChart({ chart: chart.folder, release: name, namespace, values });
  if (chart.copied) await rm(chart.folder, { recursive: true });
  return [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } }, ...objects];
}

/** KubeRay's module has no chart, but kustomize manifests with the same Deployment, roles and CRDs. */
async function kuberayObjects(plane: ControlPlane): Promise<KubernetesObject[]> {
  const { module, version } = engine('kuberay');
  const { folder } = await fetchModule(module, version);
  const { stdout } = await plane.kubectl(['kustomize', `${folder}/config/default`]);
  return parseAllDocuments(stdout).map((document) => document.toJS() as KubernetesObject);
}
