import { rm } from 'node:fs/promises';
import { parseAllDocuments } from 'yaml';
import { chartFromModule, fetchModule } from '../chart-from-module.ts';
import { renderChart } from '../chart-render.ts';
import type { ControlPlane } from '../control-plane.ts';
import { engine } from '../engine-catalog.ts';
import type { KubernetesObject } from '../kubernetes-object.ts';

/** Operators whose charts may be missing from a lock, and which their engine's own Go module can install all the same. */
export type ModuleOperator = 'karpenter' | 'kuberay';

/**
 * Objects that install an operator as its own Go module describes it, for a platform whose lock lacks its chart.
 *
 * @throws {PlatformError} if the module cannot be had.
 */
export function moduleOperator(plane: ControlPlane, name: ModuleOperator): Promise<KubernetesObject[]> {
  return name === 'karpenter' ? karpenterObjects() : kuberayObjects(plane);
}

/** Karpenter's chart for its KWOK provider, beside the system's own programs. */
async function karpenterObjects(): Promise<KubernetesObject[]> {
  const { module, version } = engine('karpenter');
  const chart = await chartFromModule({ path: module, version, folder: 'kwok/charts' });
  const values = { settings: { featureGates: { staticCapacity: false, capacityBuffer: false } } };
  const objects = await renderChart({ chart: chart.folder, release: 'karpenter', namespace: 'kube-system', values });
  if (chart.copied) await rm(chart.folder, { recursive: true });
  return objects;
}

/** KubeRay's module has no chart, but kustomize manifests with the same Deployment, roles and definitions. */
async function kuberayObjects(plane: ControlPlane): Promise<KubernetesObject[]> {
  const { module, version } = engine('kuberay');
  const { folder } = await fetchModule(module, version);
  const { stdout } = await plane.kubectl(['kustomize', `${folder}/config/default`]);
  return parseAllDocuments(stdout).map((document) => document.toJS() as KubernetesObject);
}
