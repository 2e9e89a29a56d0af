import { type Manifest, WAVES, type Wave } from '../../constructs/core/index.ts';
import type { ExternalObject } from '../../spec/facts.ts';
import { messageOf } from '../cluster-client.ts';
import type { ControlPlane } from '../control-plane.ts';
import { waitUntilServed } from '../install.ts';
import { describeObject, type KubernetesObject } from '../kubernetes-object.ts';
import { type PlanOptions, planControllers } from '../plan-controllers.ts';
import type { PlannedController } from '../planned-controller.ts';
import type { Rewrite } from '../webhook-rewrite.ts';
import { standInKinds } from './stand-in-kinds.ts';
import { standInObject } from './stand-in-objects.ts';

/** Requests on their way at the same time. */
const PARALLEL_REQUESTS = 16;

/** An object that the API server refused, in its own words. */
export interface Rejection {
  /** Step of the installation in which it was applied. */
  readonly wave: Wave;
  /** Construct that made it. */
  readonly construct: string;
  /** Team that it belongs to. @default - the platform's own */
  readonly team?: string;
  /** `Kind namespace/name`. */
  readonly object: string;
  /** HTTP status; 404 where no such kind is served. */
  readonly status: number;
  /** The server's reason. */
  readonly words: string;
}

/** What came of applying a platform once. */
export interface AppliedManifests {
  /** Objects of the platform that the API server took. */
  readonly accepted: number;
  /** Objects of the platform that it refused. */
  readonly rejections: readonly Rejection[];
  /** What it took with a remark, such as a deprecated version. */
  readonly warnings: readonly { readonly object: string; readonly words: string }[];
  /** Controllers that run for real now. */
  readonly controllers: readonly PlannedController[];
  /** Every difference between the objects as given and as applied. */
  readonly rewrites: readonly Rewrite[];
  /** What was put in the place of something that could not be had, in one sentence each. */
  readonly standIns: readonly string[];
}

/** How to apply. */
export interface ApplyOptions extends PlanOptions {
  /** Objects that the stack would bring. @default - none */
  readonly external?: readonly ExternalObject[];
  /** Objects of the rehearsal's own, applied before the platform's operators. @default - none */
  readonly before?: readonly KubernetesObject[];
  /** Called before each wave. @default - nobody is told */
  readonly onWave?: (wave: Wave, objects: number) => void;
}

/**
 * Applies a rendered platform in one pass, wave by wave as its delivery would; nothing is tried twice. Starts the real
 * controllers among its operators.
 *
 * @throws {PlatformError} if a controller does not come up.
 */
export async function applyManifests(
  plane: ControlPlane,
  manifests: readonly Manifest[],
  options: ApplyOptions = {},
): Promise<AppliedManifests> {
  const own = [...(options.before ?? []), ...manifests.map(({ object }) => object)];
  const plan = await planControllers(plane, own, options);
  const kinds = standInKinds(plan.objects);
  const run = new Pass(plane, options.external ?? []);
  const rewritten = new Map(plan.objects.map((object) => [nameOf(object), object]));
  const given = new Set(manifests.map(({ object }) => nameOf(object)));
  const added = plan.objects.filter((object) => !given.has(nameOf(object)));
  const isKind = ({ kind }: KubernetesObject) => kind === 'CustomResourceDefinition';
  await run.helpers([...kinds, ...added.filter(isKind)]);
  await run.orphans(manifests);
  for (const wave of WAVES) {
    const inWave = manifests
      .filter((manifest) => manifest.wave === wave)
      .map((manifest) => ({ ...manifest, object: rewritten.get(nameOf(manifest.object)) ?? manifest.object }));
    options.onWave?.(wave, inWave.length);
    // Whoever answers a webhook is started first: the API server would refuse everything it is asked about.
    const webhooks = inWave.filter(({ object }) => object.kind.endsWith('WebhookConfiguration'));
    await run.manifests(inWave.filter((manifest) => !webhooks.includes(manifest)));
    if (wave === 'crds')
      await waitUntilServed(plane.client, [...inWave.map(({ object }) => object), ...added].filter(isKind));
    if (wave === 'operators') {
      await run.helpers(added.filter((object) => !isKind(object)));
      await Promise.all(plan.controllers.map((controller) => controller.start()));
    }
    await run.manifests(webhooks);
  }
  const { accepted, rejections, warnings } = run;
  return {
    accepted,
    rejections,
    warnings,
    controllers: plan.controllers,
    rewrites: plan.rewrites,
    standIns: [
      ...kinds.map(({ metadata }) => `${metadata.name}: its definition could not be had; fields are not checked`),
      ...(options.external ?? []).map(
        ({ kind, name, namespace, purpose }) =>
          `${kind} ${namespace === undefined ? name : `${namespace}/${name}`}: the stack makes it (${purpose})`,
      ),
    ],
  };
}

/** One pass over a platform's objects. */
class Pass {
  public accepted = 0;
  public readonly rejections: Rejection[] = [];
  public readonly warnings: { readonly object: string; readonly words: string }[] = [];
  readonly #plane: ControlPlane;
  readonly #external: readonly ExternalObject[];

  public constructor(plane: ControlPlane, external: readonly ExternalObject[]) {
    this.#plane = plane;
    this.#external = external;
  }

  /** Applies objects in their order; neighbours of one kind, which do not depend on one another, side by side. */
  public async manifests(manifests: readonly Manifest[]): Promise<void> {
    for (const neighbours of groups(manifests, ({ object }) => object.kind)) {
      const queue = neighbours.values();
      const worker = async () => {
        for (const manifest of queue) await this.#apply(manifest);
      };
      await Promise.all(Array.from({ length: PARALLEL_REQUESTS }, worker));
      if (neighbours[0]?.object.kind === 'Namespace')
        await this.helpers(neighbours.flatMap(({ object }) => this.#standInsOf(object.metadata.name)));
    }
  }

  /** Applies stand-ins for objects of the whole cluster, and for those of namespaces that nobody else makes. */
  public async orphans(manifests: readonly Manifest[]): Promise<void> {
    const made = manifests.flatMap(({ object }) => (object.kind === 'Namespace' ? [object.metadata.name] : []));
    const rest = this.#external.filter(({ namespace }) => namespace === undefined || !made.includes(namespace));
    const namespaces = [...new Set(rest.flatMap(({ namespace }) => namespace ?? []))].filter(
      (name) => name !== 'default',
    );
    const namespace = (name: string) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
    await this.helpers([...namespaces.map(namespace), ...rest.map(standInObject)]);
  }

  /** Applies what the rehearsal itself needs. @throws {Error} if the API server refuses it: that is a fault of ours. */
  public async helpers(objects: readonly KubernetesObject[]): Promise<void> {
    for (const object of objects) {
      const answer = await this.#plane.client.apply(object);
      if (answer.status >= 300) throw new Error(`bug: ${describeObject(object)} was refused: ${messageOf(answer)}`);
    }
    await waitUntilServed(
      this.#plane.client,
      objects.filter(({ kind }) => kind === 'CustomResourceDefinition'),
    );
  }

  #standInsOf(namespace: string): KubernetesObject[] {
    return this.#external.filter((each) => each.namespace === namespace).map(standInObject);
  }

  async #apply({ construct, object, team, wave }: Manifest): Promise<void> {
    const answer = await this.#plane.client.apply(object);
    const name = describeObject(object);
    this.warnings.push(...answer.warnings.map((words) => ({ object: name, words })));
    if (answer.status < 300) this.accepted += 1;
    else this.rejections.push({ wave, construct, team, object: name, status: answer.status, words: messageOf(answer) });
  }
}

function groups<T>(items: readonly T[], keyOf: (item: T) => string): T[][] {
  const found: T[][] = [];
  for (const item of items) {
    const last = found.at(-1);
    if (last?.[0] !== undefined && keyOf(last[0]) === keyOf(item)) last.push(item);
    else found.push([item]);
  }
  return found;
}

function nameOf({ apiVersion, kind, metadata }: KubernetesObject): string {
  return `${apiVersion} ${kind} ${metadata.namespace ?? ''}/${metadata.name}`;
}
