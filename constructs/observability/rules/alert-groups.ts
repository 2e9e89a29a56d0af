import { ACCELERATOR_SLOS, acceleratorGroup } from './accelerator-rules.ts';
import { ACCESS_SLOS, accessGroup } from './access-rules.ts';
import { baseGroup } from './base-records.ts';
import { DELIVERY_SLOS, deliveryGroup } from './delivery-rules.ts';
import { EDGE_GROUP, EDGE_SLOS } from './edge-rules.ts';
import { IMAGES_GROUP } from './images-rules.ts';
import { OBSERVABILITY_SLOS, observabilityGroup } from './observability-rules.ts';
import { type Observed, observedPools } from './observed.ts';
import { POLICY_GROUP, POLICY_SLOS } from './policy-rules.ts';
import { POOL_SLOS, poolGroup } from './pool-rules.ts';
import { QUEUEING_GROUP, QUEUEING_SLOS } from './queueing-rules.ts';
import { REGISTRY_GROUP, REGISTRY_SLOS } from './registry-rules.ts';
import type { RoomName, RuleGroup } from './rule.ts';
import { SERVING_GROUP, servingSlos } from './serving-rules.ts';
import { type Slo, sloGroups } from './slo.ts';
import { teamGroup } from './team-rules.ts';
import { TENANCY_SLOS } from './tenancy-rules.ts';
import { gangStart, TRAINING_GROUP } from './training-rules.ts';
import { VERIFICATION_GROUP, VERIFICATION_SLOS } from './verification-rules.ts';

/** What a platform promises: the objectives of the rooms that are open. */
export function platformSlos(observed: Observed): readonly Slo[] {
  const open = openRooms(observed);
  const { facts, spec } = observed;
  const counted = open('accelerators') && observedPools(observed).some((pool) => pool.counted);
  const karpenter = facts.pools.some(({ autoscaler }) => autoscaler === 'karpenter');
  return [
    ...TENANCY_SLOS,
    ...(counted ? ACCELERATOR_SLOS : []),
    ...(karpenter ? POOL_SLOS : []),
    ...QUEUEING_SLOS,
    ...(open('training') ? [gangStart(spec.queueing.gangs.timeout)] : []),
    ...(open('access') ? ACCESS_SLOS : []),
    ...(open('registry') ? REGISTRY_SLOS : []),
    ...(open('serving') ? servingSlos(observed) : []),
    ...(open('edge') ? EDGE_SLOS : []),
    ...(open('verification') ? VERIFICATION_SLOS : []),
    ...(open('policy') ? POLICY_SLOS : []),
    ...(spec.delivery.kind === 'argocd' ? DELIVERY_SLOS : []),
    ...OBSERVABILITY_SLOS,
  ];
}

/**
 * All rules of a platform, in the order in which they stand on each other: figures first, then objectives.
 *
 * Names of groups, alerts and objectives are the same on every platform; what differs is which of them are there.
 */
export function alertGroups(observed: Observed): readonly RuleGroup[] {
  const open = openRooms(observed);
  const groups = [
    baseGroup(observed),
    QUEUEING_GROUP,
    teamGroup(observed),
    ...(open('accelerators') ? [acceleratorGroup(observed)] : []),
    ...(open('images') ? [IMAGES_GROUP] : []),
    poolGroup(observed),
    ...(open('training') ? [TRAINING_GROUP] : []),
    ...(open('access') ? [accessGroup(observed)] : []),
    ...(open('registry') ? [REGISTRY_GROUP] : []),
    ...(open('serving') ? [SERVING_GROUP] : []),
    ...(open('edge') ? [EDGE_GROUP] : []),
    ...(open('verification') ? [VERIFICATION_GROUP] : []),
    ...(open('policy') ? [POLICY_GROUP] : []),
    deliveryGroup(observed),
    observabilityGroup(observed),
    ...platformSlos(observed).flatMap(sloGroups),
  ];
  return groups.filter(({ alerts, records }) => alerts.length + records.length > 0);
}

function openRooms({ rooms }: Observed): (room: RoomName) => boolean {
  return (room) => rooms.includes(room);
}
