import type { KubernetesObject, Lock, Manifest } from '../../constructs/core/index.ts';
import type { Platform } from '../../constructs/platform.ts';
import type { ExternalObject, TargetFacts } from '../../spec/facts.ts';
import type { Finding } from '../../spec/finding.ts';
import type { PlatformSpec } from '../../spec/platform.ts';
import { type PlacedPod, podsOf } from './placed-pod.ts';

/** What a score is made from. */
export interface SceneProps {
  readonly spec: PlatformSpec;
  readonly facts: TargetFacts;
  readonly platform: Platform;
  readonly manifests: readonly Manifest[];
  /** @default - only our own objects are known */
  readonly lock?: Lock;
  /** What the spec's own rules warned of. */
  readonly findings: readonly Finding[];
}

/** A rendered platform, with what rules ask of it again and again. */
export class Scene {
  public readonly spec: PlatformSpec;
  public readonly facts: TargetFacts;
  public readonly manifests: readonly Manifest[];
  public readonly lock: Lock | undefined;
  public readonly findings: readonly Finding[];
  public readonly addOns: Platform['addOns'];
  /** Objects that the stack brings. */
  public readonly external: readonly ExternalObject[];
  /** Every pod that an object describes. */
  public readonly pods: readonly PlacedPod[];
  readonly #kinds: ReadonlyMap<string, readonly Manifest[]>;
  readonly #components: readonly { readonly path: string; readonly name: string }[];

  public constructor({ facts, findings, lock, manifests, platform, spec }: SceneProps) {
    this.spec = spec;
    this.facts = facts;
    this.manifests = manifests;
    this.lock = lock;
    this.findings = findings;
    this.addOns = platform.addOns;
    this.external = [...facts.external, ...platform.rooms.flatMap((room) => room.external)];
    this.pods = manifests.flatMap(podsOf);
    this.#kinds = Map.groupBy(manifests, ({ object }) => object.kind);
    this.#components = platform.addOns.map(({ component, node }) => ({ path: `${node.path}/`, name: component.name }));
  }

  /** The objects of a kind. */
  public of(...kinds: readonly string[]): readonly Manifest[] {
    return kinds.flatMap((kind) => this.#kinds.get(kind) ?? []);
  }

  /** The bare objects, for checks that know nothing of constructs. */
  public get objects(): readonly KubernetesObject[] {
    return this.manifests.map(({ object }) => object);
  }

  /** The component whose chart holds an object. @returns nothing where the object is ours */
  public componentOf({ construct }: Manifest): string | undefined {
    return this.#components.find(({ path }) => construct.startsWith(path))?.name;
  }

  /** The object of a namespace. */
  public namespace(name: string | undefined): KubernetesObject | undefined {
    return this.of('Namespace').find(({ object }) => object.metadata.name === name)?.object;
  }

  /** Whether an object of that kind and name is rendered, or brought by the stack. */
  public has(kind: string, name: string, namespace: string | undefined): boolean {
    const rendered = this.of(kind).some(
      ({ object: { metadata } }) => metadata.name === name && metadata.namespace === namespace,
    );
    return (
      rendered || this.external.some((each) => each.kind === kind && each.name === name && each.namespace === namespace)
    );
  }
}
