import type { KubernetesObject } from '../../constructs/core/index.ts';
import { deliveryFiles } from '../../constructs/delivery/index.ts';
import type { RenderedPlatform } from '../../constructs/render.ts';

/**
 * Every object that the folder of a rendered platform would hold: those of the waves, and what Argo CD or Flux is told.
 *
 * The same objects as reading the written folder gives, without writing it.
 */
export function renderedObjects({ manifests, platform }: RenderedPlatform): readonly KubernetesObject[] {
  return [...manifests.map(({ object }) => object), ...[...deliveryFiles(platform).values()].flat()];
}
