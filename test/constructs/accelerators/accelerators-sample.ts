import { acceleratorPools } from '../../../constructs/accelerators/accelerator-pool.ts';
import type { AddOn, KubernetesObject } from '../../../constructs/core/index.ts';
import { type RenderedPlatform, renderPlatform } from '../../../constructs/render.ts';
import type { PoolFacts } from '../../../spec/facts.ts';
import { parsePlatform } from '../../../spec/parse-platform.ts';
import type { PlatformInput } from '../../../spec/platform.ts';
import { targetFacts } from '../../../stacks/facts.ts';
import { rendered } from '../../sample.ts';
import { type PoolInput, platformOn, TARGETS } from '../../stacks/target-sample.ts';

/** A machine with eight H100 and InfiniBand. */
export const machine = {
  accelerator: 'nvidia-h100-80gb',
  count: 8,
  vcpus: 192,
  memory: '2Ti',
  fabric: 'infiniband',
} satisfies PoolInput['machine'];

/** Two of them. */
export const h100: PoolInput = {
  name: 'train',
  machine,
  nodes: { min: 2, max: 2 },
};

/** A platform on a cluster that is already there. */
export function onExisting(...pools: PoolInput[]): PlatformInput {
  return platformOn(TARGETS.existing, ...pools);
}

/** The same platform with what its one team wants besides. */
export function withTeam(input: PlatformInput, change: Partial<PlatformInput['teams'][number]>): PlatformInput {
  return { ...input, teams: input.teams.map((team) => ({ ...team, ...change })) };
}

/** Renders a platform whose place says something else about each pool. */
export function renderedWith(input: PlatformInput, change: Partial<PoolFacts>): RenderedPlatform {
  const { spec } = parsePlatform(input);
  const facts = targetFacts(spec);
  return renderPlatform({ spec, facts: { ...facts, pools: facts.pools.map((pool) => ({ ...pool, ...change })) } });
}

/** Everything that the room installs, in this order. */
export function installed(input: PlatformInput): string[] {
  return addOns(rendered(input)).map(({ component }) => component.name);
}

/** Values of a chart that the room installs; fails the test where it does not. */
export function valuesOf(from: PlatformInput | RenderedPlatform, name: string): Record<string, unknown> {
  const found = addOns('platform' in from ? from : rendered(from)).find(({ component }) => component.name === name);
  if (found === undefined) throw new Error(`${name} is not installed`);
  return found.values as Record<string, unknown>;
}

/** What the room renders, as `Kind namespace/name`. */
export function namesIn(input: PlatformInput): string[] {
  return objectsIn(rendered(input)).map(({ kind, metadata }) => [kind, metadata.namespace, metadata.name].join(' '));
}

/** The objects that the room renders. */
export function objectsIn({ manifests }: RenderedPlatform): KubernetesObject[] {
  return manifests.filter(({ room }) => room === 'accelerators').map(({ object }) => object);
}

/** An object that the room renders; fails the test where there is none. */
export function objectIn(from: PlatformInput | RenderedPlatform, kind: string, name: string): KubernetesObject {
  const found = objectsIn('platform' in from ? from : rendered(from)).find(
    (object) => object.kind === kind && object.metadata.name === name,
  );
  if (found === undefined) throw new Error(`no ${kind} ${name} was rendered`);
  return found;
}

/** The pod of a DaemonSet. */
export function podOf<Pod = Record<string, unknown>>(object: object): Pod {
  return (object as { spec: { template: { spec: Pod } } }).spec.template.spec;
}

/** One entry of a ConfigMap, read as JSON. */
export function entryOf(from: PlatformInput | RenderedPlatform, config: string, key: string): unknown {
  const data = objectIn(from, 'ConfigMap', config)['data'] as Record<string, string>;
  const text = data[key];
  if (text === undefined) throw new Error(`${config} has no ${key}, only ${Object.keys(data).join(', ')}`);
  return JSON.parse(text);
}

/** Labels that the nodes of a pool must carry. */
export function labelsOf(from: PlatformInput | RenderedPlatform, pool: string): Record<string, string> {
  const { platform } = 'platform' in from ? from : rendered(from);
  return { ...platform.accelerators?.nodeLabels(pool) };
}

/** The pools of a platform that have accelerators. */
export function poolsOf(input: PlatformInput) {
  const { spec } = parsePlatform(input);
  return acceleratorPools({ spec, facts: targetFacts(spec) });
}

function addOns({ platform }: RenderedPlatform): readonly AddOn[] {
  return platform.accelerators?.addOns ?? [];
}
