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

/** Renders a platform. Pure: no network, clock, randomness, cluster, credentials or helm. */
export function renderPlatform(props: PlatformProps): RenderedPlatform {
  const platform = new Platform(new App(), 'platform', props);
  return { platform, manifests: manifestsOf(platform) };
}
