import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAllDocuments, stringify } from 'yaml';
import type { AddOn, Lock, LockedAddOn, LockedObject } from '../../constructs/core/index.ts';
import { buildPlatform } from '../../constructs/render.ts';
import type { ControlPlane } from '../../rehearsal/control-plane.ts';
import { applyAll, waitUntilServed } from '../../rehearsal/install.ts';
import { describeObject, type KubernetesObject } from '../../rehearsal/kubernetes-object.ts';
import { planControllers } from '../../rehearsal/plan-controllers.ts';
import type { PlannedController } from '../../rehearsal/planned-controller.ts';
import { waitFor } from '../../rehearsal/wait.ts';
import { parsePlatform } from '../../spec/parse-platform.ts';
import type { PlatformInput } from '../../spec/platform.ts';
import { targetFacts } from '../../stacks/facts.ts';
import { digestOfValue } from '../../workspace/digest.ts';
import { writeLock } from '../../workspace/lock/lock-folder.ts';
import { makeLock } from '../../workspace/lock/make-lock.ts';
import { renderTools } from '../../workspace/lock/render-tools.ts';
import { preparePlatform } from '../../workspace/prepare-platform.ts';
import { samplePlatform } from '../sample.ts';

/** Folder inside the repository. */
export const PATH = 'clusters/lab';
/** Folders of the waves. */
const WAVE = /^\d0-(?:crds|operators|platform|tenants)\/(?!kustomization)/;

/** Names of the steps that bring the waves, in their order. */
export const STEPS = ['lab-00-crds', 'lab-10-operators', 'lab-20-platform', 'lab-30-tenants'];
/** What breaks the second wave when it is {@link unschedulable}: Kueue's program. */
export const KUEUE = { kind: 'Deployment', name: 'kueue-controller-manager' };

/** A platform of two teams without accelerators: its programs are Kueue, and Argo CD where that delivers it. */
export function smallPlatform(delivery: PlatformInput['delivery'], teams: readonly string[]): PlatformInput {
  return samplePlatform({
    pools: [{ name: 'cpu', machine: { vcpus: 64, memory: '512Gi' }, nodes: { min: 2, max: 2 } }],
    teams: teams.map((name) => ({ name, groups: [`oidc:${name}`], quota: { cpu: { guaranteed: 8 } } })),
    delivery,
  });
}

/** What is missing in the lock, because no Go module carries its chart. */
export type StandIn = (addOn: AddOn) => LockedAddOn;

/**
 * The folder that `plinth synth` writes, as it can be followed on this machine: the webhooks of Kueue call the process that
 * runs in its place, and the API that it would aggregate, which cannot be called by URL, is left out.
 */
export class DeliveredPlatform {
  readonly #plane: ControlPlane;
  readonly #standIn: StandIn;
  #controllers: readonly PlannedController[] = [];
  /** By the name of what was replaced: chosen once, because ports and keys would be others the next time. */
  readonly #rewritten = new Map<string, KubernetesObject>();
  readonly #leftOut = new Set<string>();

  public constructor(plane: ControlPlane, standIn: StandIn) {
    this.#plane = plane;
    this.#standIn = standIn;
  }

  /** Renders a spec as `plinth synth` does. */
  public async synth(input: PlatformInput): Promise<ReadonlyMap<string, string>> {
    const folder = await mkdtemp(join(tmpdir(), 'plinth-delivered-'));
    try {
      const file = join(folder, 'platform.yaml');
      await writeFile(file, stringify(input));
      await writeLock(join(folder, 'platform.lock'), await this.#lock(input));
      const { files, seeds } = (await preparePlatform(file)).folder;
      return await this.#rehearsed(new Map([...seeds, ...files]));
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  async #lock(input: PlatformInput): Promise<Lock> {
    const { spec } = parsePlatform(input);
    const tools = await renderTools(spec.target.kubernetes);
    const { lock, missingAddOns } = await makeLock(spec, { charts: { kind: 'modules' }, digests: 'skip', tools });
    const { addOns } = buildPlatform({ spec, facts: targetFacts(spec) });
    const missing = addOns.filter(({ component }) => missingAddOns.some((each) => each.component === component.name));
    const made = missing.map((addOn) => [addOn.component.name, this.#standIn(addOn)]);
    return { ...lock, addOns: { ...lock.addOns, ...Object.fromEntries(made) } };
  }

  async #rehearsed(files: ReadonlyMap<string, string>): Promise<ReadonlyMap<string, string>> {
    const waves = new Map(
      [...files].filter(([path]) => WAVE.test(path)).map(([path, text]) => [path, objectsIn(text)]),
    );
    if (this.#rewritten.size === 0) await this.#plan([...waves.values()].flat());
    const changed = (object: KubernetesObject) => {
      const name = describeObject(object);
      return this.#leftOut.has(name) ? [] : [this.#rewritten.get(name) ?? object];
    };
    const texts = [...waves].map(([path, objects]) => [path, documents(objects.flatMap(changed))] as const);
    return new Map([...files, ...texts]);
  }

  async #plan(objects: readonly KubernetesObject[]): Promise<void> {
    const { controllers, objects: planned } = await planControllers(this.#plane, objects);
    this.#controllers = controllers;
    const given = new Map(objects.map((object) => [describeObject(object), object]));
    const left = new Set(planned.map(describeObject));
    for (const name of given.keys()) if (!left.has(name)) this.#leftOut.add(name);
    for (const object of planned)
      if (given.get(describeObject(object)) !== object) this.#rewritten.set(describeObject(object), object);
  }

  /** Starts the controllers as soon as the accounts that they act as have been delivered, as a kubelet would. */
  public async startControllers(): Promise<void> {
    for (const controller of this.#controllers) {
      const path = `/apis/apps/v1/namespaces/${controller.namespace}/deployments/${controller.deployment}`;
      const look = async () =>
        (await this.#plane.client.send({ method: 'GET', path })).status === 200 ? true : undefined;
      await waitFor(look, { what: controller.deployment, timeoutMilliseconds: 120_000 });
      await controller.start();
    }
  }
}

/** Every object in a file. */
export function objectsIn(text: string): KubernetesObject[] {
  return parseAllDocuments(text).map((document) => document.toJS() as KubernetesObject);
}

/** Every object of the waves. */
export function objectsOfWaves(files: ReadonlyMap<string, string>): KubernetesObject[] {
  return [...files].filter(([path]) => WAVE.test(path)).flatMap(([, text]) => objectsIn(text));
}

function documents(objects: readonly object[]): string {
  return objects.map((object) => stringify(object, { aliasDuplicateObjects: false })).join('---\n');
}

/** One file with one object in it changed. */
export function withChange(
  files: ReadonlyMap<string, string>,
  { kind, name }: { readonly kind: string; readonly name: string },
  change: (object: KubernetesObject) => KubernetesObject,
): ReadonlyMap<string, string> {
  const is = (object: KubernetesObject) => object.kind === kind && object.metadata.name === name;
  const [found] = [...files].filter(([path, text]) => WAVE.test(path) && objectsIn(text).some(is));
  if (found === undefined) throw new Error(`there is no ${kind} ${name}`);
  const [path, text] = found;
  return new Map([
    ...files,
    [path, documents(objectsIn(text).map((object) => (is(object) ? change(object) : object)))],
  ]);
}

/** Wants a machine that there is not: the pods of a Deployment then wait for ever. */
export function unschedulable(object: KubernetesObject): KubernetesObject {
  const changed = structuredClone(object) as KubernetesObject & {
    spec: { template: { spec: { nodeSelector?: object } } };
  };
  changed.spec.template.spec.nodeSelector = { 'example.org/nowhere': 'true' };
  return changed;
}

/** Applies definitions and waits until their kinds are served. */
export async function define(plane: ControlPlane, definitions: readonly KubernetesObject[]): Promise<void> {
  const { rejections } = await applyAll(plane.client, definitions);
  if (rejections.length > 0) throw new Error(JSON.stringify(rejections));
  await waitUntilServed(plane.client, definitions);
}

/** An add-on whose contents are these. */
export function lockedAddOn(addOn: AddOn, crds: readonly KubernetesObject[], objects: readonly object[]): LockedAddOn {
  const { chart, component, values, version } = addOn;
  return {
    component: component.name,
    version,
    ...(chart === undefined ? {} : { chart }),
    digest: '',
    valuesDigest: digestOfValue(values),
    crds: crds as LockedObject[],
    objects: objects as LockedObject[],
  };
}
