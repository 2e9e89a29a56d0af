import type { Manifest } from '../../constructs/core/index.ts';
import type { Problem } from './rule.ts';
import type { Scene } from './scene.ts';

/** One thing that a rule says against, and that stays so for a reason. */
export interface Exception {
  /** Rule that it is about. */
  readonly rule: Uppercase<string>;
  /** Components whose charts hold the object. @default - objects of our own */
  readonly components?: readonly string[];
  /** Kind of the object. @default - any */
  readonly kind?: string;
  /** Name of the object. @default - any */
  readonly name?: RegExp;
  /** Namespace of the object. @default - any */
  readonly namespace?: RegExp;
  /** What the problem or its field says. @default - anything */
  readonly says?: RegExp;
  /** Why it stays. */
  readonly because: string;
}

/** A reason that the platform itself carries for what a rule says against. */
export interface WrittenReason {
  /** Rules that it answers. */
  readonly rules: readonly Uppercase<string>[];
  /** The reason, where there is one. */
  reason(scene: Scene, on: Manifest | string, problem: Problem): string | undefined;
}

/** Whether an exception is about a problem. */
export function applies(
  exception: Exception,
  scene: Scene,
  on: Manifest | string,
  { field, problem }: Problem,
): boolean {
  const { components, kind, name, namespace, says } = exception;
  if (says?.test(`${field ?? ''} ${problem}`) === false) return false;
  if (typeof on === 'string') return kind === undefined && components === undefined && (name?.test(on) ?? true);
  const { metadata } = on.object;
  const component = scene.componentOf(on);
  return (
    (component === undefined ? components === undefined : components?.includes(component) === true) &&
    (kind ?? on.object.kind) === on.object.kind &&
    (name?.test(metadata.name) ?? true) &&
    (namespace?.test(metadata.namespace ?? '') ?? true)
  );
}
