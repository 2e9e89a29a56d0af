import type { Finding, Rule } from '../../spec/finding.ts';
import type { PlatformSpec } from '../../spec/platform.ts';
import { usersOf } from '../../spec/pool-users.ts';
import { pathText } from '../../spec/spec-path.ts';
import type { TargetKind } from '../../spec/target.ts';
import type { RoomProps } from '../core/index.ts';
import { type ElasticPool, elasticPools } from './elastic-pool.ts';

/** What autoscaling is checked for: only what the autoscalers of this room cannot do; the rest is checked with the spec. */
export const autoscalingRules: readonly Rule<RoomProps>[] = [reservationForm, capacityKind, devicesSeen];

/** Karpenter on AWS takes reservations by their id. */
function* reservationForm({ facts, spec }: RoomProps): Iterable<Finding> {
  if (facts.kind !== 'aws') return;
  for (const { index, pool } of elasticPools(spec, facts)) {
    if (pool.capacity.kind !== 'reservation' && pool.capacity.kind !== 'capacityBlock') continue;
    const { reservation } = pool.capacity;
    if (/^cr-[0-9a-z]+$/.test(reservation)) continue;
    yield {
      code: 'AUTOSCALING_RESERVATION_FORM',
      level: 'error',
      at: pathText(['pools', index, 'capacity', 'reservation']),
      problem: `"${reservation}" is not the id of an EC2 capacity reservation`,
      fix: 'write its id, which begins with cr-',
    };
  }
}

/** Node auto-provisioning of AKS cannot be told of a capacity reservation. */
function* capacityKind({ facts, spec }: RoomProps): Iterable<Finding> {
  if (facts.kind !== 'azure') return;
  for (const { index, pool } of elasticPools(spec, facts)) {
    if (pool.capacity.kind !== 'reservation') continue;
    yield {
      code: 'AUTOSCALING_RESERVATION_UNUSED',
      level: 'error',
      at: pathText(['pools', index, 'capacity', 'kind']),
      problem: `AKS adds nodes to pool ${pool.name} without regard to reservations, so the reservation stays empty and paid for`,
      fix: `set nodes.min to ${pool.nodes.max}, or target.autoscaler to nodePool`,
    };
  }
}

/** An autoscaler adds nodes for a resource only if it knows, before there is a node, that its machines will offer it. */
function* devicesSeen({ facts, spec }: RoomProps): Iterable<Finding> {
  for (const elastic of elasticPools(spec, facts)) {
    const { index, pool } = elastic;
    const unseen = unseenDevice(facts.kind, elastic) ?? unseenFabric(facts.kind, spec, elastic);
    if (unseen === undefined) continue;
    yield {
      code: 'AUTOSCALING_DEVICE_UNSEEN',
      level: 'error',
      at: pathText(['pools', index, 'nodes', 'min']),
      problem: `the autoscaler does not know that new nodes of pool ${pool.name} offer ${unseen}, so jobs that ask for it wait for ever`,
      fix: fixFor(facts.kind, elastic),
    };
  }
}

/** What jobs of the pool ask for that Karpenter knows from no table, and cannot be told of on Azure. */
function unseenDevice(target: TargetKind, { facts, shape }: ElasticPool): string | undefined {
  if (facts.autoscaler !== 'karpenter') return undefined;
  if (facts.allocator === 'draDriver') return 'devices for DRA claims';
  const known = facts.resource === (shape.accelerator?.resource ?? 'cpu');
  return target === 'azure' && !known ? facts.resource : undefined;
}

/** The RDMA device, where a team may ask for it. Other jobs of the pool get their nodes all the same. */
function unseenFabric(target: TargetKind, spec: PlatformSpec, { facts, pool }: ElasticPool): string | undefined {
  if (!usersOf(spec, pool.name).some(({ fabric }) => fabric === 'allowed')) return undefined;
  if (facts.autoscaler === 'karpenter') return target === 'azure' ? facts.fabric?.resource : undefined;
  // One real node tells the cluster autoscaler what the next one offers.
  return facts.autoscaler === 'clusterAutoscaler' && facts.nodes.standing === 0 ? facts.fabric?.resource : undefined;
}

function fixFor(target: TargetKind, { facts, pool }: ElasticPool): string {
  if (facts.autoscaler === 'clusterAutoscaler') return 'set nodes.min to 1 or more';
  const fixed = `set nodes.min to ${pool.nodes.max}, so that the pool keeps its nodes`;
  return target === 'azure' ? `${fixed}, or target.autoscaler to nodePool and nodes.min to 1 or more` : fixed;
}
