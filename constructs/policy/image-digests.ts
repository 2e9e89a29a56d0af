import { Construct } from 'constructs';
import type { PolicyException } from '../../spec/policy.ts';
import { AdmissionPolicy, TEAM_NAMESPACES, type Verdict } from './admission-policy.ts';
import { listOf } from './cel.ts';
import { imageExempt } from './exceptions.ts';
import { NEW_IMAGES, PODS_AND_THEIR_IMAGES } from './pod-images.ts';

/** CEL: whether the image `i` is named by digest. */
export const BY_DIGEST = "i.matches('@sha256:[0-9a-f]{64}$')";

/** Whether images of teams are named by digest. */
export interface ImageDigestsProps {
  /** What becomes of those that are not. */
  readonly verdict: Verdict;
  /** Images of the platform itself, which runs some in namespaces of teams. */
  readonly known: readonly string[];
  /** Exceptions from it. */
  readonly exceptions: readonly PolicyException[];
}

/** Refuses pods of teams with an image by tag: a tag can be moved to something else after it was reviewed or signed. */
export class ImageDigests extends Construct {
  public constructor(scope: Construct, id: string, { exceptions, known, verdict }: ImageDigestsProps) {
    super(scope, id);
    new AdmissionPolicy(this, 'policy', {
      name: 'plinth-image-digests',
      refuses: 'images of teams that are not named by digest',
      on: PODS_AND_THEIR_IMAGES,
      namespaces: TEAM_NAMESPACES,
      variables: [
        NEW_IMAGES,
        {
          name: 'refused',
          expression: `variables.images.filter(i, !(${BY_DIGEST} || i in ${listOf(known)} || ${imageExempt(exceptions)}))`,
        },
      ],
      validations: [
        {
          expression: 'variables.refused.size() == 0',
          message: 'images are named by digest: write name@sha256:… instead of a tag',
          messageExpression:
            "'images are named by digest, because a tag can move; write name@sha256:… (crane digest NAME says it) for: ' + variables.refused.join(', ')",
        },
      ],
      exceptions,
      verdict,
    });
  }
}
