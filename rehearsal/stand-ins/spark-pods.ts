import type { KubernetesObject, OwnerReference } from '../kubernetes-object.ts';

/** Settings that spark-submit was called with, by name: `spark.kubernetes.namespace` and so on. */
export type SparkSettings = ReadonlyMap<string, string>;

/** Memory that a JVM gets on top of its heap: a tenth, and never less than this. Unit: mebibytes. */
const LEAST_OVERHEAD_MEBIBYTES = 384;
const OVERHEAD_FACTOR = 0.1;

const MEBIBYTES: Readonly<Record<string, number>> = { k: 1 / 1024, m: 1, g: 1024, t: 1024 ** 2 };

/** Reads `--conf name=value` and `--name NAME` from the arguments of spark-submit. */
export function sparkSettings(args: readonly string[]): SparkSettings {
  const settings = new Map<string, string>();
  args.forEach((arg, at) => {
    const next = args[at + 1] ?? '';
    if (arg === '--conf') settings.set(next.slice(0, next.indexOf('=')), next.slice(next.indexOf('=') + 1));
    if (arg === '--name') settings.set('spark.app.name', next);
  });
  return settings;
}

/** The pod in which Spark's driver would run. Pure. */
export function driverPod(settings: SparkSettings): KubernetesObject {
  const name = settings.get('spark.kubernetes.driver.pod.name') ?? `${settings.get('spark.app.name')}-driver`;
  return sparkPod(settings, 'driver', name, {});
}

/** The pods that the driver would ask for: as many executors as configured. Pure. */
export function executorPods(settings: SparkSettings, driver: KubernetesObject): KubernetesObject[] {
  const count = Number(settings.get('spark.executor.instances') ?? 1);
  const owner = {
    apiVersion: 'v1',
    kind: 'Pod',
    name: driver.metadata.name,
    uid: driver.metadata.uid ?? '',
    controller: true,
  };
  return Array.from({ length: count }, (_, at) =>
    sparkPod(settings, 'executor', `${settings.get('spark.app.name')}-exec-${at + 1}`, {
      labels: { 'spark-exec-id': String(at + 1) },
      ownerReferences: [owner],
    }),
  );
}

interface PodExtras {
  readonly labels?: Readonly<Record<string, string>>;
  readonly ownerReferences?: readonly OwnerReference[];
}

function sparkPod(
  settings: SparkSettings,
  role: 'driver' | 'executor',
  name: string,
  extras: PodExtras,
): KubernetesObject {
  const { labels = {}, ...rest } = extras;
  const own = `spark.kubernetes.${role}`;
  const container = role === 'driver' ? 'spark-kubernetes-driver' : 'spark-kubernetes-executor';
  const image = settings.get(`${own}.container.image`) ?? settings.get('spark.kubernetes.container.image') ?? 'spark';
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace: settings.get('spark.kubernetes.namespace') ?? 'default',
      labels: { 'spark-role': role, ...labels, ...withPrefix(settings, `${own}.label.`) },
      annotations: withPrefix(settings, `${own}.annotation.`),
      ...rest,
    },
    spec: {
      restartPolicy: 'Never',
      serviceAccountName: settings.get(`spark.kubernetes.authenticate.${role}.serviceAccountName`) ?? 'default',
      nodeSelector: {
        ...withPrefix(settings, 'spark.kubernetes.node.selector.'),
        ...withPrefix(settings, `${own}.node.selector.`),
      },
      containers: [{ name: container, image, resources: resources(settings, role) }],
    },
  };
}

function resources(settings: SparkSettings, role: 'driver' | 'executor') {
  const cpu = settings.get(`spark.kubernetes.${role}.request.cores`) ?? settings.get(`spark.${role}.cores`) ?? '1';
  const heap = mebibytes(settings.get(`spark.${role}.memory`) ?? '1g');
  const memory = `${Math.ceil(heap + Math.max(heap * OVERHEAD_FACTOR, LEAST_OVERHEAD_MEBIBYTES))}Mi`;
  const limitCores = settings.get(`spark.kubernetes.${role}.limit.cores`);
  return { requests: { cpu, memory }, limits: { memory, ...(limitCores === undefined ? {} : { cpu: limitCores }) } };
}

/** `512m` or `2g`, as a JVM reads it. */
function mebibytes(text: string): number {
  const [, amount = '0', unit = 'm'] = /^(\d+)([kmgt])?/i.exec(text) ?? [];
  return Number(amount) * (MEBIBYTES[unit.toLowerCase()] ?? 1);
}

function withPrefix(settings: SparkSettings, prefix: string): Record<string, string> {
  const found = [...settings].filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(found.map(([name, value]) => [name.slice(prefix.length), value]));
}
