import type { KubernetesObject } from '../../constructs/core/index.ts';
import type { ControlPlane } from '../../rehearsal/control-plane.ts';
import { type StagedPlatform, stagePlatform } from '../../rehearsal/stage-platform.ts';
import { waitFor } from '../../rehearsal/wait.ts';
import { targetFacts } from '../../stacks/facts.ts';
import { loadPlatform } from '../../workspace/platform-file.ts';
import { lockedPlane } from '../../workspace/rehearse/locked-plane.ts';
import { rehearsalEngines } from '../../workspace/rehearse/rehearsal-engines.ts';

/** Team of the endpoint, and its namespace. */
export const TEAM = 'botany';
/** What KServe reads. */
export const SERVING = 'serving.kserve.io/v1beta1';
/** What Envoy Gateway reads. */
export const GATEWAY_API = 'gateway.networking.k8s.io/v1';

/** How long a controller may take to do what it is there for. Unit: milliseconds. */
const RECONCILED_MILLISECONDS = 120_000;

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly observedGeneration?: number;
}

/** An object as a controller left it. */
export interface Observed extends KubernetesObject {
  readonly status?: {
    readonly conditions?: readonly Condition[];
    readonly parents?: readonly { readonly conditions: readonly Condition[] }[];
    readonly addresses?: readonly { readonly value: string }[];
  };
}

/** The part of a route that releases change. */
export interface RouteSpec {
  readonly rules: readonly {
    readonly matches?: readonly { readonly headers?: readonly object[] }[];
    readonly backendRefs: readonly { readonly name: string; readonly weight: number }[];
  }[];
}

/** Brings a platform up on a control plane of its own, with its real controllers. */
export async function stagedPlane(file: string): Promise<{ plane: ControlPlane; staged: StagedPlatform }> {
  const { spec } = await loadPlatform(file);
  const facts = targetFacts(spec);
  const onStep = () => undefined;
  await rehearsalEngines(spec, facts, onStep);
  const { lock, plane } = await lockedPlane({ file, spec, onStep });
  try {
    return { plane, staged: await stagePlatform(plane, { spec, facts, lock, speed: 1, autoscaler: 'none', onStep }) };
  } catch (error) {
    await plane.stop();
    throw error;
  }
}

/** What becomes of the objects of the endpoint. */
export class ServedFlowers {
  readonly #plane: ControlPlane;

  public constructor(plane: ControlPlane) {
    this.#plane = plane;
  }

  /** Waits until the route has these weights and its gateway says that it took them. */
  public async routed(weights: Readonly<Record<string, number>>): Promise<RouteSpec> {
    const done = (seen: Observed) => sameWeights(seen.spec as RouteSpec, weights) && taken(seen);
    return (await this.until(GATEWAY_API, 'HTTPRoute', 'flowers', done)).spec as RouteSpec;
  }

  /** Waits until an object is there and is as wanted; tells what it is like if it never is. */
  public async until(
    apiVersion: string,
    kind: string,
    name: string,
    done: (seen: Observed) => boolean = () => true,
    namespace: string = TEAM,
  ): Promise<Observed> {
    const { client } = this.#plane;
    const path = await client.pathOf({ apiVersion, kind, metadata: { name, namespace } });
    const look = async () => {
      const { status, body } = await client.send({ method: 'GET', path });
      return status === 200 && done(body as Observed) ? (body as Observed) : undefined;
    };
    return waitFor(look, {
      what: `${kind} ${name}`,
      timeoutMilliseconds: RECONCILED_MILLISECONDS,
      explain: async () => {
        const seen = await client.send({ method: 'GET', path });
        const { stdout } = await this.#plane.kubectl(['get', 'all,httproutes,workloads,events', '-n', namespace]);
        return `${JSON.stringify(seen.body, null, 1)}\n${stdout}`;
      },
    });
  }

  /** Waits until an object of the team is gone. */
  public async gone(apiVersion: string, kind: string, name: string): Promise<void> {
    const { client } = this.#plane;
    const path = await client.pathOf({ apiVersion, kind, metadata: { name, namespace: TEAM } });
    const look = async () => ((await client.send({ method: 'GET', path })).status === 404 ? true : undefined);
    await waitFor(look, { what: `${kind} ${name} to go`, timeoutMilliseconds: RECONCILED_MILLISECONDS });
  }
}

/** Whether an object has a condition. */
export function says(type: string): (seen: Observed) => boolean {
  return ({ status }) => status?.conditions?.some((one) => one.type === type && one.status === 'True') ?? false;
}

/** Whether the requests without a header of their own go where they should. */
function sameWeights({ rules }: RouteSpec, weights: Readonly<Record<string, number>>): boolean {
  const [everyone] = rules.filter(({ matches = [] }) => matches.some(({ headers = [] }) => headers.length === 0));
  const seen = Object.fromEntries((everyone?.backendRefs ?? []).map(({ name, weight }) => [name, weight]));
  return JSON.stringify(Object.entries(seen).sort()) === JSON.stringify(Object.entries(weights).sort());
}

/** Whether the gateway took a route as it is now, and knows where it leads. */
function taken({ metadata, status }: Observed): boolean {
  const { generation } = metadata as { readonly generation?: number };
  const [parent] = status?.parents ?? [];
  return ['Accepted', 'ResolvedRefs'].every((type) =>
    parent?.conditions.some(
      (one) => one.type === type && one.status === 'True' && one.observedGeneration === generation,
    ),
  );
}
