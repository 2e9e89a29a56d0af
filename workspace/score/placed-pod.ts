import type { Manifest } from '../../constructs/core/index.ts';
import { type Container, containersOf, type Pod, type PodSpec } from './pod-security/index.ts';

/** A pod that an object describes. */
export interface PlacedPod {
  /** The object. */
  readonly manifest: Manifest;
  /** Path of the pod in it; empty where the object is the pod. */
  readonly at: string;
  readonly pod: Pod;
  readonly labels: Readonly<Record<string, string>>;
  /** `whole`: Kubernetes makes the pod as it stands; `part`: a controller adds to it, so that only what is there can be wrong. */
  readonly form: 'whole' | 'part';
  /** Pods that there are of it. @default - as many as nodes, or as a scaler says */
  readonly replicas?: number;
}

interface Template {
  readonly metadata?: {
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec?: PodSpec & {
    readonly template?: Template;
    readonly jobTemplate?: Template;
    readonly replicas?: number;
  };
}

/** Where Kubernetes' own kinds hold their pod. */
const TEMPLATE_AT: Readonly<Record<string, readonly string[]>> = {
  Pod: [],
  Deployment: ['spec', 'template'],
  StatefulSet: ['spec', 'template'],
  DaemonSet: ['spec', 'template'],
  ReplicaSet: ['spec', 'template'],
  Job: ['spec', 'template'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template'],
};

/** Kinds that keep a number of pods. */
const COUNTED = ['Deployment', 'StatefulSet', 'ReplicaSet'];

/** Every pod that an object describes. */
export function podsOf(manifest: Manifest): PlacedPod[] {
  const { apiVersion, kind } = manifest.object;
  if (kind === 'CustomResourceDefinition') return [];
  const path = /^(v1|apps\/v1|batch\/v1)$/.test(apiVersion) ? TEMPLATE_AT[kind] : undefined;
  if (path === undefined) return partsIn(manifest, manifest.object['spec'], 'spec');
  const template = path.reduce((value, key) => (value as Record<string, object>)[key] ?? {}, manifest.object as object);
  const { metadata, spec = {} } = template as Template;
  const { replicas = 1 } = (manifest.object['spec'] ?? {}) as { replicas?: number };
  return [
    {
      manifest,
      at: path.join('.'),
      pod: { metadata, spec },
      labels: metadata?.labels ?? {},
      form: 'whole',
      ...(COUNTED.includes(kind) ? { replicas } : {}),
    },
  ];
}

/** Pods in custom resources: whatever has a list of containers. */
function partsIn(manifest: Manifest, value: unknown, at: string): PlacedPod[] {
  if (Array.isArray(value)) return value.flatMap((inner, index) => partsIn(manifest, inner, `${at}[${index}]`));
  if (value === null || typeof value !== 'object') return [];
  const inner = Object.entries(value).flatMap(([key, each]) =>
    key === 'containers' ? [] : partsIn(manifest, each, `${at}.${key}`),
  );
  const { containers } = value as { containers?: unknown };
  if (!Array.isArray(containers)) return inner;
  return [{ manifest, at, pod: { spec: value as PodSpec }, labels: {}, form: 'part' }, ...inner];
}

/** Path of a field of a pod in its object. @param field - path that begins at the pod, such as `spec.hostPID` */
export function fieldIn({ at, form }: PlacedPod, field: string): string {
  if (form === 'part') return field.replace(/^spec/, at);
  return at === '' ? field : `${at}.${field}`;
}

/** Containers that run for as long as the pod does, with their places in the object. */
export function lastingContainers(placed: PlacedPod): { readonly container: Container; readonly at: string }[] {
  return containersOf(placed.pod)
    .filter(({ at, container }) => !at.startsWith('spec.initContainers') || container.restartPolicy === 'Always')
    .map(({ at, container }) => ({ container, at: fieldIn(placed, at) }));
}

/** Every container, with its place in the object. */
export function allContainers(placed: PlacedPod): { readonly container: Container; readonly at: string }[] {
  return containersOf(placed.pod).map(({ at, container }) => ({ container, at: fieldIn(placed, at) }));
}

/** Whether the pod runs until somebody removes it. */
export function runsOn({ manifest }: PlacedPod): boolean {
  return ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet'].includes(manifest.object.kind);
}
