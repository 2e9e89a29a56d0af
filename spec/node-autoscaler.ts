import type { NodeAutoscaler } from './facts.ts';
import type { PlatformSpec } from './platform.ts';

/** What adds and removes nodes on a target; `none` where pools keep their size. */
export function nodeAutoscaler(target: PlatformSpec['target']): NodeAutoscaler {
  if (target.kind === 'existing') return 'none';
  if (target.kind === 'baremetal') return target.distribution === 'clusterApi' ? 'clusterAutoscaler' : 'none';
  return target.autoscaler;
}
