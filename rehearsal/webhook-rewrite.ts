import { describeObject, type KubernetesObject } from './kubernetes-object.ts';

/** A Service whose program runs as a process on this machine instead of in a pod. */
export interface LocalService {
  readonly namespace: string;
  readonly name: string;
  /** Where the program answers: `https://127.0.0.1:port`, without a path. */
  readonly url: string;
  /** Authority that signed its certificate, PEM. */
  readonly ca: string;
}

/** One difference between an object as it is delivered and as it is rehearsed. */
export interface Rewrite {
  /** The object, as `Kind namespace/name`. */
  readonly object: string;
  /** What was changed and into what, in one sentence. */
  readonly change: string;
}

/** The objects to apply, and how they differ from those that users get. */
export interface RewrittenObjects {
  readonly objects: readonly KubernetesObject[];
  readonly rewrites: readonly Rewrite[];
}

/**
 * Kinds that only their controller writes. The API server keeps what is watched ready in every version that it serves; for
 * Workloads of Kueue that means to have each change converted once more for a version that nobody reads, a twenty-fifth of all
 * that a rehearsal has to do.
 */
const STORED_VERSION_ONLY = new Set(['workloads.kueue.x-k8s.io']);

interface ServiceReference {
  readonly name: string;
  readonly namespace: string;
  readonly path?: string;
}

interface ClientConfig {
  readonly service?: ServiceReference;
  readonly [field: string]: unknown;
}

interface Webhook {
  readonly name: string;
  readonly clientConfig: ClientConfig;
  readonly [field: string]: unknown;
}

/**
 * Points webhooks at programs that run on this machine. Pure.
 *
 * A webhook of a Service that runs here calls it by URL. A webhook whose program does not run in the rehearsal is left
 * out, because it would refuse or delay every request; the same goes for an aggregated API. Everything else, the
 * Deployments among it, stays as it is.
 *
 * @param services - the Services that run here.
 */
export function rewriteWebhooks(
  objects: readonly KubernetesObject[],
  services: readonly LocalService[],
): RewrittenObjects {
  const rewritten = objects.map((object) => rewriteObject(object, services));
  return {
    objects: rewritten.flatMap(({ object }) => (object === undefined ? [] : [object])),
    rewrites: rewritten.flatMap(({ object, changes }, at) => {
      const name = describeObject(object ?? objects[at] ?? emptyObject());
      return changes.map((change) => ({ object: name, change }));
    }),
  };
}

interface Outcome {
  /** Undefined: the object is left out. */
  readonly object: KubernetesObject | undefined;
  readonly changes: readonly string[];
}

function rewriteObject(object: KubernetesObject, services: readonly LocalService[]): Outcome {
  switch (object.kind) {
    case 'MutatingWebhookConfiguration':
    case 'ValidatingWebhookConfiguration':
      return rewriteConfiguration(object, services);
    case 'CustomResourceDefinition':
      return servedAsStored(rewriteConversion(object, services));
    case 'APIService':
      return rewriteApiService(object);
    default:
      return { object, changes: [] };
  }
}

function rewriteConfiguration(object: KubernetesObject, services: readonly LocalService[]): Outcome {
  const webhooks = (object.webhooks ?? []) as readonly Webhook[];
  const outcomes = webhooks.map((webhook) => {
    const { service } = webhook.clientConfig;
    if (service === undefined) return { webhook, change: '' };
    const local = localOf(service, services);
    if (local === undefined) {
      return { change: `webhook ${webhook.name}: left out, ${serviceName(service)} does not run in the rehearsal` };
    }
    const clientConfig = localClientConfig(webhook.clientConfig, service, local);
    return { webhook: { ...webhook, clientConfig }, change: `webhook ${webhook.name}: calls ${clientConfig.url}` };
  });
  return {
    object: { ...object, webhooks: outcomes.flatMap(({ webhook }) => (webhook === undefined ? [] : [webhook])) },
    changes: outcomes.map(({ change }) => change).filter((change) => change !== ''),
  };
}

function rewriteConversion(object: KubernetesObject, services: readonly LocalService[]): Outcome {
  const spec = object.spec as { conversion?: { webhook?: { clientConfig?: ClientConfig } } };
  const webhook = spec.conversion?.webhook;
  const service = webhook?.clientConfig?.service;
  if (service === undefined) return { object, changes: [] };
  const local = localOf(service, services);
  if (local === undefined) {
    const change = `conversion: none, ${serviceName(service)} does not run in the rehearsal`;
    return { object: { ...object, spec: { ...spec, conversion: { strategy: 'None' } } }, changes: [change] };
  }
  const clientConfig = localClientConfig(webhook?.clientConfig ?? {}, service, local);
  const conversion = { ...spec.conversion, webhook: { ...webhook, clientConfig } };
  return { object: { ...object, spec: { ...spec, conversion } }, changes: [`conversion: calls ${clientConfig.url}`] };
}

interface ServedVersion {
  readonly name: string;
  readonly served: boolean;
  readonly storage: boolean;
}

/** Stops serving a kind in versions other than the one it is stored in, where only its controller writes it. */
function servedAsStored({ object, changes }: Outcome): Outcome {
  if (object === undefined || !STORED_VERSION_ONLY.has(object.metadata.name)) return { object, changes };
  const spec = object.spec as { readonly versions: readonly ServedVersion[] };
  const others = spec.versions.filter(({ served, storage }) => served && !storage);
  if (others.length === 0) return { object, changes };
  const versions = spec.versions.map((version) => ({ ...version, served: version.served && version.storage }));
  const names = others.map(({ name }) => name).join(', ');
  return {
    object: { ...object, spec: { ...spec, versions } },
    changes: [...changes, `not served as ${names}: only its controller writes it, as it is stored`],
  };
}

function rewriteApiService(object: KubernetesObject): Outcome {
  const { service } = object.spec as { service?: ServiceReference };
  if (service === undefined) return { object, changes: [] };
  return { object: undefined, changes: [`left out: an aggregated API cannot be reached by URL`] };
}

function localOf(service: ServiceReference, services: readonly LocalService[]): LocalService | undefined {
  return services.find(({ name, namespace }) => name === service.name && namespace === service.namespace);
}

function localClientConfig({ service: _, ...rest }: ClientConfig, service: ServiceReference, local: LocalService) {
  const url = `${local.url}${service.path ?? '/'}`;
  return { ...rest, url, caBundle: Buffer.from(local.ca).toString('base64') };
}

function serviceName({ namespace, name }: ServiceReference): string {
  return `Service ${namespace}/${name}`;
}

function emptyObject(): KubernetesObject {
  throw new Error('bug: an object got lost while rewriting');
}
