import { podImages } from '../../../../constructs/core/index.ts';
import { originalImage } from '../../../../spec/image-mirrors.ts';
import { mirrorsOf } from '../../../../spec/images.ts';
import { digestIn } from '../../../image-list.ts';
import { looked, type ScoreRule } from '../../rule.ts';

/** The bytes of every image are known. */
export const imageDigest: ScoreRule = {
  id: 'SECURITY_IMAGE_DIGEST',
  section: 'security',
  weight: 5,
  title: 'The digest of every image is known, from the manifest or from the lock.',
  why: 'a tag can be moved to other bytes; a digest cannot',
  fix: 'run `plinth lock`, which asks the registries for the digests, and commit platform.lock',
  look: (scene) => {
    const images = new Set(
      scene.manifests
        .filter(({ object }) => object.kind !== 'CustomResourceDefinition')
        .flatMap(({ object }) => podImages(object)),
    );
    return [...images].sort().map((image) => {
      const known = digestIn(scene.lock, originalImage(image, mirrorsOf(scene.spec))) !== undefined;
      return known ? looked(image) : looked(image, 'its digest is not known');
    });
  },
};
