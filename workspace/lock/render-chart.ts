import { createHash } from 'node:crypto';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { AddOn, LockedAddOn, LockedObject } from '../../constructs/core/index.ts';
import { digestOfValue } from '../digest.ts';
import { sortHooks } from './chart-hooks.ts';
import type { Chart } from './chart-source.ts';
import { run } from './run.ts';

/** Tools that render. */
export interface RenderTools {
  /** Path of helm. */
  readonly helm: string;
  /** Path of kubectl, for kustomize folders. */
  readonly kubectl: string;
  /** Kubernetes minor that charts are told. */
  readonly kubernetes: string;
}

/** Cluster-wide kinds of Kubernetes itself that charts bring; everything else of its own groups lives in a namespace. */
const CLUSTER_WIDE = [
  'APIService',
  'ClusterRole',
  'ClusterRoleBinding',
  'CustomResourceDefinition',
  'DeviceClass',
  'FlowSchema',
  'MutatingAdmissionPolicy',
  'MutatingAdmissionPolicyBinding',
  'MutatingWebhookConfiguration',
  'Namespace',
  'PersistentVolume',
  'PriorityClass',
  'PriorityLevelConfiguration',
  'RuntimeClass',
  'StorageClass',
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding',
  'ValidatingWebhookConfiguration',
  'CSIDriver',
];

/**
 * Renders a chart with the add-on's values.
 *
 * What becomes of its hooks is decided in `chart-hooks.ts`.
 *
 * @returns the contents, or helm's own words where it refuses
 */
export async function renderChart(
  addOn: AddOn,
  chart: Extract<Chart, { folder: string }>,
  tools: RenderTools,
): Promise<LockedAddOn | string> {
  const rendered =
    chart.kind === 'chart'
      ? await helmTemplate(addOn, chart.folder, tools)
      : await kustomize(addOn, chart.folder, tools);
  if (rendered.code !== 0) return rendered.stderr.trim();
  const { hooks, objects: all } = sortHooks(objectsOf(rendered.stdout));
  const scopes = new Map(all.filter(({ kind }) => kind === 'CustomResourceDefinition').map(scopeOf));
  const placed = all.map((object) => place(object, addOn.namespace, scopes));
  return {
    component: addOn.component.name,
    version: addOn.version,
    ...(addOn.chart === undefined ? {} : { chart: addOn.chart }),
    digest: await folderDigest(chart.folder),
    valuesDigest: digestOfValue(addOn.values),
    crds: placed.filter(({ kind }) => kind === 'CustomResourceDefinition'),
    objects: placed.filter(({ kind }) => kind !== 'CustomResourceDefinition'),
    ...(hooks.length === 0 ? {} : { hooks }),
  };
}

async function helmTemplate({ namespace, release, values }: AddOn, folder: string, { helm, kubernetes }: RenderTools) {
  const valuesFile = join(folder, '..', 'values.json');
  await writeFile(valuesFile, JSON.stringify(values));
  return run(helm, [
    'template',
    release,
    folder,
    '--namespace',
    namespace,
    '--values',
    valuesFile,
    '--kube-version',
    `${kubernetes}.0`,
    '--include-crds',
  ]);
}

/** Renders a kustomize folder with our patches: an overlay beside a copy of it, because kustomize reads nothing outside. */
async function kustomize({ values }: AddOn, folder: string, { kubectl }: RenderTools) {
  const overlay = await mkdtemp(join(tmpdir(), 'plinth-overlay-'));
  try {
    await cp(folder, join(overlay, 'base'), { recursive: true });
    const file = {
      apiVersion: 'kustomize.config.k8s.io/v1beta1',
      kind: 'Kustomization',
      resources: ['base'],
      ...values,
    };
    await writeFile(join(overlay, 'kustomization.yaml'), JSON.stringify(file));
    return await run(kubectl, ['kustomize', overlay]);
  } finally {
    await rm(overlay, { recursive: true, force: true });
  }
}

function objectsOf(text: string): LockedObject[] {
  const documents = parseAllDocuments(text, { version: '1.1', merge: true, logLevel: 'silent' });
  const values = 'empty' in documents ? [] : documents.map((document) => document.toJS() as LockedObject | null);
  return values.flatMap((value) =>
    value === null || typeof value !== 'object'
      ? []
      : value.kind === 'List'
        ? (value['items'] as LockedObject[])
        : [value],
  );
}

function scopeOf(crd: LockedObject): readonly [kind: string, scope: string] {
  const spec = crd['spec'] as { group: string; scope: string; names: { kind: string } };
  return [`${spec.group}/${spec.names.kind}`, spec.scope];
}

/** Gives an object the release's namespace, as helm's client would, and leaves out what only helm understands. */
function place(object: LockedObject, namespace: string, scopes: ReadonlyMap<string, string>): LockedObject {
  const group = object.apiVersion.includes('/') ? (object.apiVersion.split('/')[0] ?? '') : '';
  const clusterWide = scopes.get(`${group}/${object.kind}`) === 'Cluster' || CLUSTER_WIDE.includes(object.kind);
  const {
    annotations,
    creationTimestamp: _,
    ...metadata
  } = object.metadata as LockedObject['metadata'] & {
    annotations?: Record<string, string>;
    creationTimestamp?: unknown;
  };
  const kept = Object.entries(annotations ?? {}).filter(([key]) => !key.startsWith('helm.sh/hook'));
  const { status: __, ...rest } = object;
  return {
    ...(rest as LockedObject),
    metadata: {
      ...metadata,
      ...(kept.length === 0 ? {} : { annotations: Object.fromEntries(kept) }),
      ...(clusterWide || metadata.namespace !== undefined ? {} : { namespace }),
    },
  };
}

/** SHA-256 of every file of a folder, in the order of their paths. */
export async function folderDigest(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const hash = createHash('sha256');
  for (const file of files) hash.update(`${relative(folder, file)}\n`).update(await readFile(file));
  return `sha256:${hash.digest('hex')}`;
}
