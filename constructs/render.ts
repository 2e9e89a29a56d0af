import { App } from 'cdk8s';
import type { TargetFacts } from '../spec/facts.ts';
import type { PlatformSpec } from '../spec/platform.ts';
import { type Lock, type Manifest, manifestsOf } from './core/index.ts';
import { Platform } from './platform.ts';

/** A platform, and every object in it. */
export interface RenderedPlatform {
  /** The tree of constructs. */
  readonly platform: Platform;
  /** Every object by wave; the same input gives the same list. */
  readonly manifests: readonly Manifest[];
}

/** Renders a platform. Pure: no network, clock, randomness, cluster, credentials or helm. */
export function renderPlatform(spec: PlatformSpec, facts: TargetFacts, lock?: Lock): RenderedPlatform {
  const platform = new Platform(new App(), 'platform', { spec, facts, lock });
  return { platform, manifests: manifestsOf(platform) };
}
