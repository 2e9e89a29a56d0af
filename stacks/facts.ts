import type { TargetFacts } from '../spec/facts.ts';
import type { PlatformOn, PlatformSpec } from '../spec/platform.ts';
import { facts as existing } from './existing/facts.ts';

/** What the manifests must know about the place that a spec names. Pure: the spec alone decides. */
export function targetFacts(spec: PlatformSpec): TargetFacts {
  switch (spec.target.kind) {
    default:
      return existing(spec as PlatformOn<'existing'>);
  }
}
