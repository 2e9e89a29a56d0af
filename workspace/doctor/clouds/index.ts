import type { TargetKind } from '../../../spec/target.ts';
import { aws } from './aws.ts';
import { azure } from './azure.ts';
import type { Cloud } from './cloud.ts';
import { digitalocean } from './digitalocean.ts';
import { gcp } from './gcp.ts';

/** The cloud of a target. @returns nothing where the target is none */
export function cloudOf(kind: TargetKind): Cloud | undefined {
  return CLOUDS[kind];
}

const CLOUDS: Partial<Record<TargetKind, Cloud>> = { aws, azure, digitalocean, gcp };
