import type { FaultCondition } from './observability.ts';
import type { PlatformSpec } from './platform.ts';
import { poolShape } from './pool-shape.ts';
import type { TargetKind } from './target.ts';

/**
 * Conditions that a place sets by itself when an accelerator is faulty.
 *
 * - AWS: the EKS node monitoring agent, which the stack adds (https://docs.aws.amazon.com/eks/latest/userguide/node-health.html)
 * - Azure: the node problem detector of AKS (https://learn.microsoft.com/azure/aks/node-problem-detector)
 * - Google Cloud and DigitalOcean act on such nodes themselves; DigitalOcean runs a Node Readiness Controller of its own
 */
const SET_BY_THE_PLACE: Partial<Readonly<Record<TargetKind, readonly FaultCondition[]>>> = {
  aws: [{ type: 'AcceleratedHardwareReady', healthy: 'True' }],
  azure: ['GPUMissing', 'NVLinkStatusInactive', 'XIDErrors', 'IBLinkFlapping'].map((type) => ({
    type,
    healthy: 'False',
  })),
};

/** Conditions by which faulty accelerators are known; empty where there are no accelerators, or nobody says so. */
export function faultConditions({ observability, pools, target }: PlatformSpec): readonly FaultCondition[] {
  const accelerated = pools.some((pool) => poolShape(target.kind, pool)?.accelerator !== undefined);
  if (observability === undefined || !accelerated) return [];
  // DigitalOcean's own controller would take a second one's taints away.
  if (target.kind === 'digitalocean') return [];
  return observability.faults ?? SET_BY_THE_PLACE[target.kind] ?? [];
}
