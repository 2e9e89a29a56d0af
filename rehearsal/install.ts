import { type ApiResponse, type ClusterClient, messageOf } from './cluster-client.ts';
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

interface Condition {
  readonly type: string;
  readonly status: string;
}

/** Waits until the API server serves the kinds that definitions describe; those it refused are left out. */
export async function waitUntilServed(client: ClusterClient, definitions: readonly KubernetesObject[]): Promise<void> {
  const waiting = new Set(definitions.map(({ metadata }) => metadata.name));
  const look = async () => {
    for (const name of waiting) if (await isEstablished(client, name)) waiting.delete(name);
    return waiting.size === 0 ? true : undefined;
  };
  await waitFor(look, {
    what: 'the API server to serve all kinds',
    timeoutMilliseconds: ESTABLISHED_MILLISECONDS,
    everyMilliseconds: 50,
    explain: async () => `not served: ${[...waiting].join(', ')}`,
  });
}

async function isEstablished(client: ClusterClient, name: string): Promise<boolean> {
  const path = `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${name}`;
  const { status, body } = await client.send({ method: 'GET', path });
  if (status !== 200) return true;
  const { conditions } = (body as { status?: { conditions?: Condition[] | null } }).status ?? {};
  return conditions?.some(({ type, status: is }) => type === 'Established' && is === 'True') ?? false;
}
