import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { engineBinary } from './engine-cache.ts';
import { engine } from './engine-catalog.ts';
import { EngineError } from './engine-error.ts';
import type { KubernetesObject } from './kubernetes-object.ts';

/** What to render. */
export interface ChartRendering {
  /** Folder of the chart. */
  readonly chart: string;
  /** Name of the release. */
  readonly release: string;
  /** Namespace of the release; objects that forget to name one get it. */
  readonly namespace: string;
  /** Values beyond the chart's defaults. @default {} - the chart's defaults */
  readonly values?: Readonly<Record<string, unknown>>;
}

/** Kinds of Kubernetes itself that live in a namespace and that charts contain. */
const NAMESPACED = new Set([
  'ConfigMap',
  'CronJob',
  'DaemonSet',
  'Deployment',
  'EndpointSlice',
  'Endpoints',
  'HorizontalPodAutoscaler',
  'Ingress',
  'Job',
  'Lease',
  'LimitRange',
  'NetworkPolicy',
  'PersistentVolumeClaim',
  'Pod',
  'PodDisruptionBudget',
  'ReplicaSet',
  'ResourceClaimTemplate',
  'ResourceQuota',
  'Role',
  'RoleBinding',
  'Secret',
  'Service',
  'ServiceAccount',
  'StatefulSet',
]);

/**
 * Renders a chart that lies on this disk, CRDs included, with the helm engine and without network.
 *
 * Custom resources of the chart keep the namespace they name; only kinds of Kubernetes itself get the release's.
 *
 * @throws {EngineError} `ENGINE_CHART_RENDER` with helm's own words.
 */
export async function renderChart(rendering: ChartRendering): Promise<KubernetesObject[]> {
  const home = await mkdtemp(join(tmpdir(), 'plinth-helm-'));
  try {
    const text = await helmTemplate(rendering, home);
    return parseAllDocuments(text)
      .map((document) => document.toJS() as KubernetesObject | null)
      .filter((object) => object !== null)
      .map((object) => inNamespace(object, rendering.namespace));
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

async function helmTemplate({ chart, release, namespace, values = {} }: ChartRendering, home: string): Promise<string> {
  const kubernetes = engine('kube-apiserver').version;
  const args = ['template', release, chart, '--namespace', namespace, '--include-crds', '--kube-version', kubernetes];
  const child = spawn(engineBinary('helm'), [...args, '--values', '-'], {
    env: { PATH: process.env.PATH, HOME: home, HELM_CACHE_HOME: home, HELM_CONFIG_HOME: home, HELM_DATA_HOME: home },
    stdio: 'pipe',
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (part: string) => (output.stdout += part));
  child.stderr.setEncoding('utf8').on('data', (part: string) => (output.stderr += part));
  child.stdin.on('error', () => undefined);
  child.stdin.end(JSON.stringify(values));
  const code = await new Promise<number>((resolve, reject) => {
    child.on('error', reject).on('close', (status) => resolve(status ?? -1));
  });
  if (code === 0) return output.stdout;
  throw new EngineError({
    code: 'ENGINE_CHART_RENDER',
    at: release,
    problem: `helm could not render ${chart}: ${output.stderr.trim()}`,
    fix: 'give values that the chart accepts',
  });
}

function inNamespace(object: KubernetesObject, namespace: string): KubernetesObject {
  if (object.metadata.namespace !== undefined || !NAMESPACED.has(object.kind)) return object;
  return { ...object, metadata: { ...object.metadata, namespace } };
}
