import { Construct } from 'constructs';
import type { Lock } from '../core/index.ts';
import { AdmissionPolicy, PLATFORM_NAMESPACES, type Verdict } from './admission-policy.ts';
import { listOf } from './cel.ts';
import { BY_DIGEST } from './image-digests.ts';
import { NEW_IMAGES, PODS_AND_THEIR_IMAGES } from './pod-images.ts';

/** What the platform's own namespaces may run. */
export interface PlatformImagesProps {
  /** Images that the platform is known to run, as its pods name them. */
  readonly known: readonly string[];
  /** The same as a lock names them. @default - the same names */
  readonly listed?: readonly string[];
  /** What the add-ons contain. @default - unknown: nothing is enforced */
  readonly lock: Lock | undefined;
}

/**
 * Refuses pods in the platform's own namespaces with an image that neither the lock knows nor a digest names. Enforced once the
 * lock has the digest of every image that is known; audited before, so that an image nobody knew of stops nothing.
 */
export class PlatformImages extends Construct {
  /** What becomes of an unknown image. */
  public readonly verdict: Verdict;

  public constructor(scope: Construct, id: string, { known, listed = known, lock }: PlatformImagesProps) {
    super(scope, id);
    this.verdict = lock !== undefined && listed.every((image) => isCovered(image, lock)) ? 'enforce' : 'audit';
    new AdmissionPolicy(this, 'policy', {
      name: 'plinth-platform-images',
      refuses: 'images in the platform’s own namespaces that its lock does not know',
      on: PODS_AND_THEIR_IMAGES,
      namespaces: PLATFORM_NAMESPACES,
      variables: [
        NEW_IMAGES,
        {
          name: 'refused',
          expression: `variables.images.filter(i, !(${BY_DIGEST} || i in ${listOf(known)}))`,
        },
      ],
      validations: [
        {
          expression: 'variables.refused.size() == 0',
          message: 'the platform’s namespaces run what its lock knows: make the lock anew, or name the image by digest',
          messageExpression:
            "'the platform’s namespaces run what its lock knows; run `plinth lock` and commit what it writes, or name by digest: ' + variables.refused.join(', ')",
        },
      ],
      verdict: this.verdict,
    });
  }
}

function isCovered(image: string, { images }: Lock): boolean {
  return images[image] !== undefined || /@sha256:[0-9a-f]{64}$/.test(image);
}
