import type { TargetFacts } from '../spec/facts.ts';
import type { PlatformOn, PlatformSpec } from '../spec/platform.ts';
import { guarded as aws } from './aws/guarded.ts';
import { guarded as azure } from './azure/guarded.ts';
import { guarded as baremetal } from './baremetal/guarded.ts';
import { guarded as digitalocean } from './digitalocean/guarded.ts';
import type { Layer } from './environment-args.ts';
import { guarded as gcp } from './gcp/guarded.ts';
import { acceleratedPools, type Guarded, guardedPool, usualFrom } from './guarded.ts';

/** Objects by which machines come and go, by what adds the machines. */
const POOL_OBJECTS = {
  karpenter: { type: 'kubernetes:karpenter.sh/v1:NodePool', kind: 'NodePool' },
  computeClass: { type: 'kubernetes:cloud.google.com/v1:ComputeClass', kind: 'ComputeClass' },
} as const;

/** Everything that a stack makes and protects, by the spec alone: it is known before anything is registered. */
export function guardedResources(spec: PlatformSpec, facts: TargetFacts, layer: Layer): readonly Guarded[] {
  return [
    ...(layer === 'platform' ? [] : ofTarget(spec, facts)),
    ...(layer === 'infrastructure' || spec.delivery.kind !== 'pulumi' ? [] : poolObjects(spec, facts)),
  ];
}

function ofTarget(spec: PlatformSpec, facts: TargetFacts): Guarded[] {
  const { target } = spec;
  // The switch is exhaustive: a new kind of target that guards nothing does not compile.
  switch (target.kind) {
    case 'aws':
      return aws({ ...spec, target } as PlatformOn<'aws'>, facts);
    case 'azure':
      return azure({ ...spec, target } as PlatformOn<'azure'>, facts);
    case 'baremetal':
      return baremetal({ ...spec, target } as PlatformOn<'baremetal'>, facts);
    case 'digitalocean':
      return digitalocean({ ...spec, target } as PlatformOn<'digitalocean'>, facts);
    case 'gcp':
      return gcp({ ...spec, target } as PlatformOn<'gcp'>, facts);
    case 'existing':
      return [];
  }
}

/** Karpenter makes machines anew when their NodePool asks for others; a compute class asks for others only from then on. */
function poolObjects(spec: PlatformSpec, facts: TargetFacts): Guarded[] {
  return acceleratedPools(spec, facts).flatMap(([pool, { autoscaler }]) => {
    if (autoscaler !== 'karpenter' && autoscaler !== 'computeClass') return [];
    const { kind, type } = POOL_OBJECTS[autoscaler];
    return [guardedPool(type, `${kind}:${pool.name}`, pool, autoscaler === 'karpenter' ? usualFrom(pool) : {})];
  });
}
