import { parse } from 'yaml';
import type { KubernetesObject } from './kubernetes-object.ts';

/** A controller's Deployment with what is needed to run its program outside of a pod. */
export interface ManagerDeployment {
  readonly name: string;
  readonly namespace: string;
  /** Labels of its pods. */
  readonly labels: Readonly<Record<string, string>>;
  /** Service account that its pods act as. */
  readonly serviceAccount: string;
  /** Arguments of its first container. */
  readonly args: readonly string[];
  /** Environment of its first container, as far as it is given as plain text. */
  readonly env: Readonly<Record<string, string>>;
  /** The file that `--config` or `--config-path` names, parsed. @default - the controller takes flags only */
  readonly config: Readonly<Record<string, unknown>> | undefined;
  /** Names of the Services that lead to its pods. */
  readonly services: readonly string[];
}

interface PodSpec {
  readonly serviceAccountName?: string;
  readonly containers: readonly {
    readonly args?: readonly string[];
    readonly env?: readonly { readonly name: string; readonly value?: string }[];
    readonly volumeMounts?: readonly { readonly name: string; readonly mountPath: string; readonly subPath?: string }[];
  }[];
  readonly volumes?: readonly { readonly name: string; readonly configMap?: { readonly name: string } }[];
}

interface DeploymentSpec {
  readonly template: { readonly metadata: { readonly labels: Record<string, string> }; readonly spec: PodSpec };
}

/** Finds the Deployments whose pods carry one of the given values of `app.kubernetes.io/name`. */
export function managerDeployments(objects: readonly KubernetesObject[], apps: readonly string[]): ManagerDeployment[] {
  return objects
    .filter(({ kind }) => kind === 'Deployment')
    .filter(({ spec }) => apps.includes(podLabels(spec as DeploymentSpec)['app.kubernetes.io/name'] ?? ''))
    .map((deployment) => managerDeployment(deployment, objects));
}

function managerDeployment(object: KubernetesObject, objects: readonly KubernetesObject[]): ManagerDeployment {
  const spec = object.spec as DeploymentSpec;
  const { name, namespace = 'default' } = object.metadata;
  const [container] = spec.template.spec.containers;
  const args = container?.args ?? [];
  const env = (container?.env ?? []).flatMap(({ name: key, value }) => (value === undefined ? [] : [[key, value]]));
  return {
    name,
    namespace,
    labels: podLabels(spec),
    serviceAccount: spec.template.spec.serviceAccountName ?? 'default',
    args,
    env: Object.fromEntries(env),
    config: mountedConfig(spec.template.spec, namespace, objects),
    services: objects
      .filter((other) => leadsTo(other, podLabels(spec), namespace))
      .map(({ metadata }) => metadata.name),
  };
}

function podLabels(spec: DeploymentSpec): Record<string, string> {
  return spec.template.metadata.labels;
}

function leadsTo(object: KubernetesObject, labels: Record<string, string>, namespace: string): boolean {
  if (object.kind !== 'Service' || (object.metadata.namespace ?? 'default') !== namespace) return false;
  const { selector = {} } = object.spec as { selector?: Record<string, string> };
  const wanted = Object.entries(selector);
  return wanted.length > 0 && wanted.every(([key, value]) => labels[key] === value);
}

/** Flags by which controllers are told their configuration file. */
const CONFIG_FLAG = /^--config(?:-path)?=/;

/** Reads the ConfigMap that is mounted at the path which the flag for the configuration names. */
function mountedConfig(pod: PodSpec, namespace: string, objects: readonly KubernetesObject[]) {
  const [container] = pod.containers;
  const path = container?.args?.find((arg) => CONFIG_FLAG.test(arg))?.replace(CONFIG_FLAG, '');
  if (path === undefined) return undefined;
  for (const mount of container?.volumeMounts ?? []) {
    const configMap = pod.volumes?.find(({ name }) => name === mount.name)?.configMap?.name;
    const key = mount.subPath ?? path.slice(mount.mountPath.length).replace(/^\//, '');
    const text = path.startsWith(mount.mountPath) ? dataOf(objects, namespace, configMap)[key] : undefined;
    if (text !== undefined) return parse(text) as Record<string, unknown>;
  }
  return undefined;
}

function dataOf(objects: readonly KubernetesObject[], namespace: string, name?: string): Record<string, string> {
  const found = objects.find(
    ({ kind, metadata }) =>
      kind === 'ConfigMap' && metadata.name === name && (metadata.namespace ?? 'default') === namespace,
  );
  return (found?.data ?? {}) as Record<string, string>;
}
