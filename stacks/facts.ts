import type { TargetFacts } from '../spec/facts.ts';
import type { PlatformOn, PlatformSpec } from '../spec/platform.ts';
import type { TargetKind } from '../spec/target.ts';
import { facts as aws } from './aws/facts.ts';
import { facts as azure } from './azure/facts.ts';
import { facts as baremetal } from './baremetal/facts.ts';
import { facts as digitalocean } from './digitalocean/facts.ts';
import { facts as existing } from './existing/facts.ts';
import { facts as gcp } from './gcp/facts.ts';

/** What the manifests must know about the place that a spec names. Pure: the spec alone decides. */
export function targetFacts(spec: PlatformSpec): TargetFacts {
  const { target } = spec;
  // The switch is exhaustive: a new kind of target without facts does not compile.
  switch (target.kind) {
    case 'aws':
      return aws(on(spec, target));
    case 'gcp':
      return gcp(on(spec, target));
    case 'azure':
      return azure(on(spec, target));
    case 'digitalocean':
      return digitalocean(on(spec, target));
    case 'baremetal':
      return baremetal(on(spec, target));
    case 'existing':
      return existing(on(spec, target));
  }
}

function on<K extends TargetKind>(spec: PlatformSpec, target: PlatformOn<K>['target']): PlatformOn<K> {
  return { ...spec, target } as PlatformOn<K>;
}
