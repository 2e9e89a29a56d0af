import { type ApiResponse, type ClusterClient, DISCOVERY, METADATA_ONLY, messageOf } from './cluster-client.ts';
import type { ControlPlane } from './control-plane.ts';
import { installPhases } from './install-phases.ts';
import { describeObject, type KubernetesObject } from './kubernetes-object.ts';
import { type PlanOptions, planControllers } from './plan-controllers.ts';
import type { PlannedController } from './planned-controller.ts';
import { waitFor } from './wait.ts';
import type { Rewrite } from './webhook-rewrite.ts';

/** How long the API server may take to serve a new kind. Unit: milliseconds. */
const ESTABLISHED_MILLISECONDS = 120_000;

/** Requests on their way at the same time. */
const PARALLEL_REQUESTS = 16;

/** What the API server said about one object. */
export interface ObjectRemark {
  /** `Kind namespace/name`. */
  readonly object: string;
  /** The server's own words. */
  readonly message: string;
}

/** What happened when a set of objects was installed. */
export interface Installation {
  /** Objects that the API server refused, in the first and only pass. */
  readonly rejections: readonly ObjectRemark[];
  /** Objects that it took with a warning, such as a deprecated version. */
  readonly warnings: readonly ObjectRemark[];
  /** Every difference between the objects as given and as applied. */
  readonly rewrites: readonly Rewrite[];
  /** Controllers that run for real now. */
  readonly controllers: readonly PlannedController[];
}

/**
 * Applies rendered objects in one pass, strictly validated, and starts the real controllers among them.
 *
 * @param objects - rendered objects of one or more add-ons; namespaced ones name their namespace.
 * @throws {EngineError} if a controller does not come up.
 */
export async function install(
  plane: ControlPlane,
  objects: readonly KubernetesObject[],
  options: PlanOptions = {},
): Promise<Installation> {
  const { objects: planned, rewrites, controllers } = await planControllers(plane, objects, options);
  const phases = installPhases(planned);
  const remarks = [await applyAll(plane.client, phases.namespaces), await applyAll(plane.client, phases.definitions)];
  await waitUntilServed(plane.client, phases.definitions);
  remarks.push(await applyAll(plane.client, phases.foundation));
  await Promise.all(controllers.map((controller) => controller.start()));
  remarks.push(await applyAll(plane.client, phases.webhooks), await applyAll(plane.client, phases.resources));
  return {
    rejections: remarks.flatMap(({ rejections }) => rejections),
    warnings: remarks.flatMap(({ warnings }) => warnings),
    rewrites,
    controllers,
  };
}

/** Applies objects that do not depend on one another, sixteen at a time. */
export async function applyAll(client: ClusterClient, objects: readonly KubernetesObject[]) {
  const answers: ApiResponse[] = [];
  const queue = objects.entries();
  const worker = async () => {
    for (const [at, object] of queue) answers[at] = await client.apply(object);
  };
  await Promise.all(Array.from({ length: PARALLEL_REQUESTS }, worker));
  const remarks = answers.map((answer, at) => remarksOf(objects[at], answer));
  return {
    rejections: remarks.flatMap(({ rejection }) => rejection ?? []),
    warnings: remarks.flatMap(({ warnings }) => warnings),
  };
}

function remarksOf(object: KubernetesObject | undefined, answer: ApiResponse) {
  const name = object === undefined ? '' : describeObject(object);
  return {
    rejection: answer.status >= 400 ? { object: name, message: messageOf(answer) } : undefined,
    warnings: answer.warnings.map((message) => ({ object: name, message })),
  };
}

/** What a definition says about what will be served. */
interface Definition {
  readonly group: string;
  readonly names: { readonly plural: string };
  readonly versions: readonly { readonly name: string; readonly served: boolean }[];
}

/**
 * Waits until the API server serves the kinds that definitions describe; those it refused are left out.
 *
 * It asks what is served, and never for the definitions themselves: some hold a megabyte, and reading them all again and
 * again cost the API server more than serving them.
 */
export async function waitUntilServed(client: ClusterClient, definitions: readonly KubernetesObject[]): Promise<void> {
  const waiting = new Map<string, readonly string[]>();
  const enter = async (definition: KubernetesObject) => {
    if (await isThere(client, definition)) waiting.set(definition.metadata.name, servedResources(definition));
  };
  await Promise.all(definitions.map(enter));
  const look = async () => {
    const served = await servedNow(client);
    for (const [name, resources] of waiting)
      if (resources.every((resource) => served.has(resource))) waiting.delete(name);
    return waiting.size === 0 ? true : undefined;
  };
  await waitFor(look, {
    what: 'the API server to serve all kinds',
    timeoutMilliseconds: ESTABLISHED_MILLISECONDS,
    explain: async () => `not served: ${[...waiting.keys()].join(', ')}`,
  });
}

async function isThere(client: ClusterClient, { metadata }: KubernetesObject): Promise<boolean> {
  const path = `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${metadata.name}`;
  return (await client.send({ method: 'GET', path, accept: METADATA_ONLY })).status === 200;
}

/** Paths of the collections that a definition will bring. */
function servedResources({ spec }: KubernetesObject): string[] {
  const { group, names, versions } = spec as Definition;
  return versions.flatMap(({ name, served }) => (served ? [`/apis/${group}/${name}/${names.plural}`] : []));
}

/** Paths of all collections, from the document in which controllers look for them too: it lags behind the definitions. */
async function servedNow(client: ClusterClient): Promise<ReadonlySet<string>> {
  const { body } = await client.send({ method: 'GET', path: '/apis', accept: DISCOVERY });
  const { items = [] } = body as { items?: readonly DiscoveredGroup[] };
  return new Set(
    items.flatMap(({ metadata: { name: group }, versions = [] }) =>
      versions.flatMap(({ resources = [], version }) =>
        resources.map((one) => `/apis/${group}/${version}/${one.resource}`),
      ),
    ),
  );
}

/** A group of APIs as the API server tells of it. */
interface DiscoveredGroup {
  readonly metadata: { readonly name: string };
  readonly versions?: readonly {
    readonly version: string;
    readonly resources?: readonly { readonly resource: string }[];
  }[];
}
