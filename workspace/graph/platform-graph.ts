import type { RenderedPlatform } from '../../constructs/render.ts';
import type { PlatformSpec } from '../../spec/platform.ts';
import { targetFacts } from '../../stacks/facts.ts';
import { deliveryPiece } from './delivery-piece.ts';
import type { Graph } from './graph.ts';
import { poolPiece } from './pool-piece.ts';
import { renderedCohorts, renderedQueues } from './queue-quotas.ts';
import { tenantPiece } from './tenant-piece.ts';
import { tenantsOf } from './tenants.ts';

/**
 * What a platform is made of, as nodes and edges: teams and their queues, what they may take of which pool, and the
 * rooms with their add-ons in the order of delivery.
 *
 * Quotas are those of the rendered queues, so that overrides are seen. More than twenty teams are drawn by department,
 * or the rest of them as one box.
 */
export function platformGraph({ manifests, platform }: RenderedPlatform, spec: PlatformSpec): Graph {
  const facts = targetFacts(spec);
  const queues = renderedQueues(manifests, new Map(facts.pools.map(({ name, resource }) => [name, resource])));
  const pools = poolPiece(spec.pools, facts, queues);
  const tenants = tenantPiece({
    tenants: tenantsOf(platform.tenancy.spaces, queues),
    cohorts: renderedCohorts(manifests),
    pools,
  });
  const delivery = deliveryPiece(platform, manifests, spec.delivery);
  const { metadata, target } = spec;
  return {
    title: `${metadata.name} (${metadata.environment}) on ${target.kind}, Kubernetes ${target.kubernetes}`,
    groups: [...tenants.groups, ...pools.groups, ...delivery.groups],
    nodes: [...tenants.nodes, ...pools.nodes, ...delivery.nodes],
    edges: [...tenants.edges, ...pools.edges, ...delivery.edges],
  };
}
