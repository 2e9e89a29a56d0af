import type { Finding } from '../../spec/finding.ts';
import type { Artifact } from './harbor-objects.ts';
import type { ImageReference } from './image-reference.ts';

/** An image, and what names it. */
export interface NamedImage {
  /** The image. */
  readonly image: ImageReference;
  /** What names it. */
  readonly by: string;
  /** Why it is kept. */
  readonly reason: 'chart' | 'release';
  /** Whether somebody could ask for it today. */
  readonly served: boolean;
}

/** What is wrong between what names an image and what the registry has. Pure. @param found - the image by its digest, if it is there */
export function* namedFindings(named: NamedImage, found: Artifact | undefined): Iterable<Finding> {
  const { by, image, reason, served } = named;
  if (image.digest === undefined) {
    yield error('REGISTRY_IMAGE_UNPINNED', {
      problem: `${by} names ${image.text} without a digest: what it is could change, and nothing keeps it`,
      fix: 'write its digest behind it, @sha256:…, and push the chart again',
    });
    return;
  }
  if (found === undefined) {
    // Old releases are history: what is gone there cannot be brought back by anybody.
    if (!served) return;
    yield error('REGISTRY_IMAGE_MISSING', {
      problem: `${by} names ${image.text}, which is not there`,
      fix: reason === 'chart' ? 'push the image, or push the chart with another' : 'push it again, or promote another',
    });
    return;
  }
  const { tag } = image;
  if (tag === undefined || found.tags?.some(({ name }) => name === tag)) return;
  yield error('REGISTRY_IMAGE_CHANGED', {
    problem: `${by} names ${image.text}, and the tag ${tag} stands for another image, or for none`,
    fix: 'push the chart with the digest that is meant, or put the tag back',
  });
}

function error(code: `REGISTRY_${Uppercase<string>}`, { fix, problem }: Pick<Finding, 'fix' | 'problem'>): Finding {
  return { code, level: 'error', at: '(registry)', problem, fix };
}
