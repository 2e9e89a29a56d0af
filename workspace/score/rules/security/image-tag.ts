import { podImages } from '../../../../constructs/core/index.ts';
import type { ScoreRule } from '../../rule.ts';

/** An image is named with its version. */
export const imageTag: ScoreRule = {
  id: 'SECURITY_IMAGE_TAG',
  section: 'security',
  weight: 6,
  title: 'Every image is named with a tag that is not latest, or with a digest.',
  why: 'latest is another program tomorrow',
  fix: 'name the version, in the catalogue or in the values of the chart',
  look: (scene) =>
    scene.manifests
      .filter(({ object }) => object.kind !== 'CustomResourceDefinition')
      .flatMap((manifest) => {
        const images = [...new Set(podImages(manifest.object))];
        return images.map((image) => ({
          on: manifest,
          problems: named(image) ? [] : [{ problem: `${image} has no version` }],
        }));
      }),
};

function named(image: string): boolean {
  if (image.includes('@sha256:')) return true;
  const tag = /:([^/:]+)$/.exec(image)?.[1];
  return tag !== undefined && tag !== 'latest';
}
