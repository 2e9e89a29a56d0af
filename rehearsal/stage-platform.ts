import type { Lock, Manifest } from '../constructs/core/index.ts';
import { deliveryFiles } from '../constructs/delivery/index.ts';
import type { Platform, PlatformExtension } from '../constructs/platform.ts';
import { renderPlatform } from '../constructs/render.ts';
import type { TargetFacts } from '../spec/facts.ts';
import { FLEET_QUEUE } from '../spec/fleet-role.ts';
import type { PlatformSpec } from '../spec/platform.ts';
import { type AppliedManifests, applyManifests } from './apply/apply-manifests.ts';
import { bindVolumes } from './apply/bound-volumes.ts';
import { giveAddresses } from './apply/load-balancer-addresses.ts';
import { MODULE_OPERATORS, type ModuleOperator, moduleOperator } from './apply/module-operators.ts';
import { type PodRefusal, podRefusals } from './apply/pod-refusals.ts';
import { standInCertificates } from './apply/stand-in-certificates.ts';
import type { ControlPlane } from './control-plane.ts';
import { applyAll } from './install.ts';
import type { KubernetesObject } from './kubernetes-object.ts';
import { poolNodes } from './nodes/pool-nodes.ts';
import { createSimulatedNodes, readyNodes } from './simulated-nodes.ts';
import { waitFor } from './wait.ts';

/** How long the nodes and the queues may take to be ready. Unit: milliseconds. */
const READY_MILLISECONDS = 300_000;

/** A platform to bring up on a control plane. */
export interface StageArgs extends PlatformExtension {
  /** The platform. */
  readonly spec: PlatformSpec;
  /** What its target says. */
  readonly facts: TargetFacts;
  /** What its add-ons contain; without one no controller runs. */
  readonly lock: Lock;
  /** Simulated seconds that pass in one real second. */
  readonly speed: number;
  /** Whether the real Karpenter scales the pools that it scales on the target; its engine must be built. */
  readonly autoscaler: 'karpenter' | 'none';
  /** Told before each step, in words for a person. */
  readonly onStep: (step: string) => void;
}

/** A platform that stands on a control plane, with its nodes. */
export interface StagedPlatform extends AppliedManifests {
  /** Objects of the platform. */
  readonly objects: number;
  /** Nodes that are there from the beginning. */
  readonly nodes: number;
  /** What the platform installs, in the versions that users get. */
  readonly addOns: readonly { readonly name: string; readonly version: string }[];
  /** What was accepted but did not get its pods. */
  readonly podRefusals: readonly PodRefusal[];
  /** What is not as the place would have it, in one sentence each. */
  readonly assumptions: readonly string[];
}

/**
 * Brings a platform up on a control plane: renders it, applies it in one pass with its delivery's own objects, starts
 * its controllers, and registers its nodes. Rejections are reported, not thrown.
 *
 * @throws {PlatformError} if a controller does not come up.
 */
export async function stagePlatform(plane: ControlPlane, args: StageArgs): Promise<StagedPlatform> {
  const { facts, lock, onStep, spec, speed } = args;
  const { manifests, platform } = renderPlatform(args);
  const { assumptions, shapes, slices, standing } = poolNodes(spec, facts, args);
  const operators = missingOperators(lock, platform, shapes.length > 0);
  const all = [...manifests, ...delivered(platform)];
  const addresses = giveAddresses(plane.client);
  const volumes = bindVolumes(plane.client);
  plane.onStop(async () => {
    addresses.close();
    volumes.close();
  });
  const applied = await applyManifests(plane, all, {
    external: [...facts.external, ...platform.rooms.flatMap(({ external }) => external)],
    before: await fromModules(plane, operators, platform, shapes.length > 0),
    speed,
    ...(shapes.length > 0 ? { nodeShapes: shapes } : {}),
    onWave: (wave, objects) => onStep(`applying wave ${wave}: ${objects} objects`),
  });
  const certificates = standInCertificates(all.map(({ object }) => object));
  await applyAll(plane.client, certificates);
  onStep(`registering ${standing.length} nodes`);
  await createSimulatedNodes(plane.client, standing);
  await applyAll(plane.client, slices);
  await ready(plane, standing.length);
  if (applied.controllers.some(({ name }) => name === 'kueue')) await queuesActive(plane, manifests);
  const addOns = platform.addOns.map(({ component, version }) => ({ name: component.name, version }));
  const given = { certificates, volumes: volumes.claims, services: addresses.services };
  const names = addOns.map(({ name }) => name);
  return {
    ...applied,
    objects: all.length,
    nodes: standing.length,
    addOns,
    podRefusals: await podRefusals(plane.client),
    standIns: [...applied.standIns, ...givenWords(given), ...unheld(names, lock, operators)],
    assumptions,
  };
}

/** What the rehearsal gave to those who wait for somebody that is not there. */
interface Given {
  readonly certificates: readonly KubernetesObject[];
  readonly volumes: readonly string[];
  readonly services: readonly string[];
}

function givenWords({ certificates, services, volumes }: Given): string[] {
  return [
    ...volumes.map((claim) => `volume of ${claim}: an object without a disk, because nothing provisions storage here`),
    ...certificates.map(
      ({ metadata: { name, namespace } }) =>
        `certificate in the Secret ${namespace}/${name}: of the rehearsal’s own authority, because no issuer can be asked`,
    ),
    ...services.map(
      (service) => `address of the Service ${service}: it leads nowhere, because nothing hands out load balancers here`,
    ),
  ];
}

/** Objects of Argo CD or Flux, applied last as an administrator would. */
function delivered(platform: Platform): Manifest[] {
  return [...deliveryFiles(platform)].flatMap(([file, objects]) =>
    objects.map((object) => ({ wave: 'tenants' as const, room: 'delivery', construct: `delivery/${file}`, object })),
  );
}

/** What the lock lacks, and Karpenter's definitions: its chart for AWS leaves them to a second one that no module carries. */
async function fromModules(
  plane: ControlPlane,
  operators: readonly ModuleOperator[],
  { addOns }: Platform,
  buysNodes: boolean,
) {
  const addOn = (name: string) => addOns.find(({ component }) => component.name === name);
  const whole = await Promise.all(operators.map((name) => moduleOperator(plane, name, addOn(name))));
  if (!buysNodes || operators.includes('karpenter')) return whole.flat();
  const karpenter = await moduleOperator(plane, 'karpenter');
  return [...whole.flat(), ...karpenter.filter(({ kind }) => kind === 'CustomResourceDefinition')];
}

/** Operators that the platform needs, whose chart the lock lacks; Karpenter also where somebody else buys the nodes. */
function missingOperators(lock: Lock, { addOns }: Platform, buysNodes: boolean): ModuleOperator[] {
  const needed = (name: ModuleOperator) =>
    name === 'karpenter' ? buysNodes : addOns.some(({ component }) => component.name === name);
  return MODULE_OPERATORS.filter((name) => needed(name) && lock.addOns[name] === undefined);
}

/** What became of components whose chart the lock lacks. */
function unheld(components: readonly string[], lock: Lock, operators: readonly string[]): string[] {
  const others = components.filter((name) => lock.addOns[name] === undefined && !operators.includes(name));
  return [
    ...operators.map((name) => `${name}: its chart could not be had; installed from its Go module`),
    ...others.map((name) => `${name}: its chart could not be had; its objects are not part of this rehearsal`),
  ];
}

async function ready(plane: ControlPlane, nodes: number): Promise<void> {
  await waitFor(async () => ((await readyNodes(plane.client)).length >= nodes ? true : undefined), {
    what: `${nodes} nodes to be ready`,
    timeoutMilliseconds: READY_MILLISECONDS,
    everyMilliseconds: 250,
  });
}

/** A job that comes before Kueue has seen its queue would never be queued. */
async function queuesActive({ client }: ControlPlane, manifests: readonly Manifest[]): Promise<void> {
  // Queues of a fleet's manager open when its workers are there: nobody of them is in this rehearsal.
  const sends = manifests.some(({ object }) => object.kind === 'MultiKueueCluster');
  const queues = manifests.filter(
    ({ object }) => object.kind === 'LocalQueue' && !(sends && object.metadata.name === FLEET_QUEUE),
  );
  for (const { object: queue } of queues) {
    const path = await client.pathOf(queue);
    const look = async () => {
      const { status, body } = await client.send({ method: 'GET', path });
      if (status === 404) return true;
      const { conditions } = (body as QueueObject).status ?? {};
      return conditions?.some(({ status, type }) => type === 'Active' && status === 'True') ? true : undefined;
    };
    await waitFor(look, {
      what: `the queue ${queue.metadata.name} of ${queue.metadata.namespace}`,
      timeoutMilliseconds: READY_MILLISECONDS,
    });
  }
}

interface QueueObject {
  readonly status?: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
}
