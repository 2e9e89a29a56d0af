import { Construct } from 'constructs';
import type { PolicyException } from '../../spec/policy.ts';
import { AdmissionPolicy, TEAM_NAMESPACES } from './admission-policy.ts';
import { listOf, named } from './cel.ts';
import { imageExempt } from './exceptions.ts';
import { beginnings, FULL_NAME, NEW_IMAGES, PODS_AND_THEIR_IMAGES } from './pod-images.ts';

/** Where images of teams may come from. */
export interface ImageRegistriesProps {
  /** Registries, or folders in them. */
  readonly registries: readonly string[];
  /** Images of the platform itself, which runs some in namespaces of teams. */
  readonly known: readonly string[];
  /** Exceptions from it. */
  readonly exceptions: readonly PolicyException[];
}

/** Refuses pods of teams with an image from a registry that is not allowed. Images of the platform itself pass by their full text. */
export class ImageRegistries extends Construct {
  public constructor(scope: Construct, id: string, { exceptions, known, registries }: ImageRegistriesProps) {
    super(scope, id);
    const allowed = `${listOf(beginnings(registries))}.exists(p, ${FULL_NAME}.startsWith(p))`;
    const where = named(registries);
    new AdmissionPolicy(this, 'policy', {
      name: 'plinth-image-registries',
      refuses: `images of teams that come from elsewhere than ${where}`,
      on: PODS_AND_THEIR_IMAGES,
      namespaces: TEAM_NAMESPACES,
      variables: [
        NEW_IMAGES,
        {
          name: 'refused',
          expression: `variables.images.filter(i, !(${allowed} || i in ${listOf(known)} || ${imageExempt(exceptions)}))`,
        },
      ],
      validations: [
        {
          expression: 'variables.refused.size() == 0',
          message: `images of teams come from ${where}: copy the image there`,
          messageExpression: `'images of teams come from ${where}; copy these there, and name the copies: ' + variables.refused.join(', ')`,
        },
      ],
      exceptions,
    });
  }
}
