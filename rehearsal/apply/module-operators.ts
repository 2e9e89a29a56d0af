import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { AddOn } from '../../constructs/core/index.ts';
import { chartFromModule, fetchModule } from '../chart-from-module.ts';
import { renderChart } from '../chart-render.ts';
import type { ControlPlane } from '../control-plane.ts';
import { engine } from '../engine-catalog.ts';
import type { KubernetesObject } from '../kubernetes-object.ts';
import { envoyGatewayObjects } from './envoy-gateway-module.ts';
import { kyvernoObjects } from './kyverno-module.ts';

/** How the objects of an operator come out of its engine's own Go module. */
type Installer = (plane: ControlPlane, addOn: AddOn | undefined) => Promise<KubernetesObject[]>;

const INSTALLERS = {
  karpenter: karpenterObjects,
  kuberay: kuberayObjects,
  'envoy-gateway': (_, addOn) => envoyGatewayObjects(addOn),
  keda: kedaObjects,
  'cloudnative-pg': cloudnativePgObjects,
  kyverno: (_, addOn) => kyvernoObjects(addOn),
  'prometheus-operator': prometheusDefinitions,
} as const satisfies Readonly<Record<string, Installer>>;

/** Operators whose charts may be missing from a lock, and which their engine's own Go module can install all the same. */
export type ModuleOperator = keyof typeof INSTALLERS;

/** All of them. */
export const MODULE_OPERATORS = Object.keys(INSTALLERS) as readonly ModuleOperator[];

/**
 * Objects that install an operator as its own Go module describes it, for a platform whose lock lacks its chart.
 *
 * @param addOn - how the platform installs it. Default: it does not, the rehearsal itself needs it
 * @throws {PlatformError} if the module cannot be had.
 */
export function moduleOperator(plane: ControlPlane, name: ModuleOperator, addOn?: AddOn): Promise<KubernetesObject[]> {
  const install: Installer = INSTALLERS[name];
  return install(plane, addOn);
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
function kuberayObjects(plane: ControlPlane): Promise<KubernetesObject[]> {
  return kustomized(plane, 'kuberay', 'config/default');
}

/** KEDA's operator without its metrics server, with the label that its chart gives the pods. */
async function kedaObjects(plane: ControlPlane): Promise<KubernetesObject[]> {
  const objects = await kustomized(plane, 'keda', 'config/minimal');
  return objects.map((object) => (object.kind === 'Deployment' ? withPodLabel(object) : object));
}

function withPodLabel(object: KubernetesObject): KubernetesObject {
  const { spec } = object as KubernetesObject & { spec: { template: { metadata: { labels?: object } } } };
  const { metadata } = spec.template;
  const labels = { ...metadata.labels, 'app.kubernetes.io/name': object.metadata.name };
  return { ...object, spec: { ...spec, template: { ...spec.template, metadata: { ...metadata, labels } } } };
}

/** CloudNativePG from the manifest of its release, which names a namespace of its own. */
async function cloudnativePgObjects(): Promise<KubernetesObject[]> {
  const { module, version } = engine('cloudnative-pg');
  const { folder } = await fetchModule(module, version);
  return objectsOf(await readFile(join(folder, 'releases', `cnpg-${version.slice(1)}.yaml`), 'utf8'));
}

/** The definitions of Prometheus and its monitors. The operator itself is run by its test, not by a platform's rehearsal: it would only make pods that do nothing. */
async function prometheusDefinitions(): Promise<KubernetesObject[]> {
  const { module, version } = engine('prometheus-operator');
  const { folder } = await fetchModule(module, version);
  const definitions = join(folder, 'example', 'prometheus-operator-crd');
  const files = (await readdir(definitions)).sort();
  const texts = await Promise.all(files.map((file) => readFile(join(definitions, file), 'utf8')));
  return texts.flatMap(objectsOf);
}

async function kustomized(plane: ControlPlane, name: 'kuberay' | 'keda', path: string): Promise<KubernetesObject[]> {
  const { module, version } = engine(name);
  const { folder } = await fetchModule(module, version);
  const { stdout } = await plane.kubectl(['kustomize', `${folder}/${path}`]);
  return objectsOf(stdout);
}

function objectsOf(text: string): KubernetesObject[] {
  const objects = parseAllDocuments(text).map((document) => document.toJS() as KubernetesObject | null);
  return objects.filter((object) => object !== null);
}
