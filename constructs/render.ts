import { App } from 'cdk8s';
import { type Manifest, manifestsOf } from './core/index.ts';
import { Platform, type PlatformProps } from './platform.ts';

/** A platform, and every object in it. */
export interface RenderedPlatform {
  /** The tree of constructs. */
  readonly platform: Platform;
  /** Every object by wave; the same input gives the same list. */
  readonly manifests: readonly Manifest[];
}

/** Builds the tree of constructs of a platform. Everything that rooms and overrides find is found here. Pure. */
export function buildPlatform(props: PlatformProps): Platform {
  return new Platform(new App(), 'platform', props);
}

/** Renders a platform. Pure: no network, clock, randomness, cluster, credentials or helm. */
export function renderPlatform(props: PlatformProps): RenderedPlatform {
  const platform = buildPlatform(props);
  return { platform, manifests: manifestsOf(platform) };
}
