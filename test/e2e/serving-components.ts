import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { chartFromModule, fetchModule } from '../../rehearsal/chart-from-module.ts';
import { renderChart } from '../../rehearsal/chart-render.ts';
import type { ControlPlane } from '../../rehearsal/control-plane.ts';
import { type EngineName, engine } from '../../rehearsal/engine-catalog.ts';
import { describeObject, type KubernetesObject } from '../../rehearsal/kubernetes-object.ts';

/** Gateway API that KServe and the AI gateway are built for; Envoy Gateway is built for a newer one. */
const GATEWAY_API = { path: 'sigs.k8s.io/gateway-api', version: 'v1.5.1', folder: 'config/crd/standard' };

/** Gateway that KServe puts its routes on. */
export const GATEWAY = { namespace: 'serving-gateway', name: 'models' } as const;

const KSERVE = 'kserve';
const ENVOY_GATEWAY = 'envoy-gateway-system';
const AI_GATEWAY = 'envoy-ai-gateway-system';

/** Values of KServe's charts: no Knative, no Istio, routes of the Gateway API. */
const KSERVE_VALUES = {
  kserve: {
    controller: {
      deploymentMode: 'Standard',
      gateway: {
        domain: 'models.example.org',
        disableIstioVirtualHost: true,
        ingressGateway: { enableGatewayApi: true, kserveGateway: `${GATEWAY.namespace}/${GATEWAY.name}` },
      },
    },
  },
};

const all = { includeAll: true };

/** Values of Envoy Gateway's chart: the AI gateway extends it, and may be sent requests for pools of model servers. */
const ENVOY_GATEWAY_VALUES = {
  crds: { enabled: false },
  config: {
    envoyGateway: {
      extensionApis: { enableBackend: true },
      extensionManager: {
        backendResources: [{ group: 'inference.networking.k8s.io', kind: 'InferencePool', version: 'v1' }],
        hooks: {
          xdsTranslator: {
            translation: { listener: all, route: all, cluster: all, secret: all },
            post: ['Translation', 'Cluster', 'Route'],
          },
        },
        service: { fqdn: { hostname: `ai-gateway-controller.${AI_GATEWAY}.svc.cluster.local`, port: 1063 } },
      },
    },
  },
};

/** KServe's definitions and both managers, with certificates and issuers left out: the rehearsal makes them. */
export async function kserveObjects(): Promise<KubernetesObject[]> {
  const languageValues = { kserve: { ...KSERVE_VALUES.kserve, createSharedResources: false } };
  const runtimes = { kserve: { servingruntime: { enabled: true }, llmisvcConfigs: { enabled: true } } };
  const charts = [
    await chartOf('kserve', 'charts/kserve-crd', KSERVE),
    await chartOf('kserve', 'charts/kserve-llmisvc-crd', KSERVE),
    await chartOf('kserve', 'charts/kserve-resources', KSERVE, KSERVE_VALUES),
    await chartOf('kserve', 'charts/kserve-llmisvc-resources', KSERVE, languageValues),
    await chartOf('kserve', 'charts/kserve-runtime-configs', KSERVE, runtimes),
  ];
  const wanted = charts.flat().filter(({ apiVersion }) => !apiVersion.startsWith('cert-manager.io/'));
  return [namespaceObject(KSERVE), ...new Map(wanted.map((object) => [describeObject(object), object])).values()];
}

/** The Gateway API's definitions as its project releases them. */
export function gatewayApiObjects(): Promise<KubernetesObject[]> {
  return manifestsOf(GATEWAY_API);
}

/** Envoy Gateway from its chart, with its own definitions and without those of the Gateway API. */
export async function envoyGatewayObjects(): Promise<KubernetesObject[]> {
  const { module, version } = engine('envoy-gateway');
  const crds = 'charts/gateway-helm/charts/crds/crds/generated';
  const { folder } = await fetchModule(module, version);
  const chart = await mkdtemp(join(tmpdir(), 'plinth-chart-'));
  try {
    await cp(join(folder, 'charts/gateway-helm'), chart, { recursive: true, mode: 0 });
    const template = await readFile(join(chart, 'values.tmpl.yaml'), 'utf8');
    const image = `docker.io/envoyproxy/gateway:${version}`;
    const values = template
      .replace(/\$\{GatewayImage\}/, image)
      .replace(/\$\{GatewayImagePullPolicy\}/, 'IfNotPresent');
    await writeFile(join(chart, 'values.yaml'), values);
    const rendering = { chart, release: 'envoy-gateway', namespace: ENVOY_GATEWAY, values: ENVOY_GATEWAY_VALUES };
    const objects = (await renderChart(rendering)).filter(({ kind }) => kind !== 'CustomResourceDefinition');
    const definitions = await manifestsOf({ path: module, version, folder: crds });
    return [namespaceObject(ENVOY_GATEWAY), ...definitions, ...objects];
  } finally {
    await rm(chart, { recursive: true, force: true });
  }
}

/** Envoy AI Gateway from its charts. */
export async function aiGatewayObjects(): Promise<KubernetesObject[]> {
  const crds = await chartOf('ai-gateway', 'manifests/charts/ai-gateway-crds-helm', AI_GATEWAY);
  const objects = await chartOf('ai-gateway', 'manifests/charts/ai-gateway-helm', AI_GATEWAY);
  return [namespaceObject(AI_GATEWAY), ...crds, ...objects];
}

/** KEDA's operator as its module has it, with the label that its chart gives the pods. */
export async function kedaObjects(plane: ControlPlane): Promise<KubernetesObject[]> {
  const { module, version } = engine('keda');
  const { folder } = await fetchModule(module, version);
  const { stdout } = await plane.kubectl(['kustomize', `${folder}/config/minimal`]);
  return parsed(stdout).map(withPodLabel);
}

function withPodLabel(object: KubernetesObject): KubernetesObject {
  if (object.kind !== 'Deployment') return object;
  const copy = structuredClone(object) as KubernetesObject & {
    spec: { template: { metadata: { labels: Record<string, string> } } };
  };
  copy.spec.template.metadata.labels['app.kubernetes.io/name'] = object.metadata.name;
  return copy;
}

/** CloudNativePG from the manifest of its release. */
export async function cloudnativePgObjects(): Promise<KubernetesObject[]> {
  const { module, version } = engine('cloudnative-pg');
  const { folder } = await fetchModule(module, version);
  return parsed(await readFile(join(folder, 'releases', `cnpg-${version.slice(1)}.yaml`), 'utf8'));
}

/** Definitions that the endpoint picker reads. */
export function inferenceExtensionObjects(): Promise<KubernetesObject[]> {
  const { module, version } = engine('epp');
  return manifestsOf({ path: module, version, folder: 'config/crd/bases' });
}

/** LeaderWorkerSet at the version that Kueue runs with. */
export function lwsObjects(): Promise<KubernetesObject[]> {
  const namespace = 'lws-system';
  return chartOf('lws', 'charts/lws', namespace).then((objects) => [namespaceObject(namespace), ...objects]);
}

export function namespaceObject(name: string): KubernetesObject {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name } };
}

async function chartOf(name: EngineName, folder: string, namespace: string, values = {}): Promise<KubernetesObject[]> {
  const { module, version } = engine(name);
  const chart = await chartFromModule({ path: module, version, folder });
  const release = folder.split('/').at(-1) ?? name;
  return renderChart({ chart: chart.folder, release, namespace, values });
}

async function manifestsOf(at: { path: string; version: string; folder: string }): Promise<KubernetesObject[]> {
  const { folder } = await fetchModule(at.path, at.version);
  const files = (await readdir(join(folder, at.folder))).filter((file) => /\.ya?ml$/.test(file));
  const texts = await Promise.all(files.map((file) => readFile(join(folder, at.folder, file), 'utf8')));
  return texts.flatMap(parsed).filter(({ kind }) => kind !== 'Kustomization');
}

function parsed(text: string): KubernetesObject[] {
  const objects = parseAllDocuments(text).map((document) => document.toJS() as KubernetesObject | null);
  return objects.filter((object) => object !== null);
}
