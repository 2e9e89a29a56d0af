import { languageServerSize } from './language-server-size.ts';
import type { PoolSpec } from './pool.ts';
import type { PoolShape } from './pool-shape.ts';
import type { EndpointSpec } from './serving.ts';

/** What one server of an endpoint takes of its pool, on each of its nodes. In the pool's unit. */
export function endpointUnits(endpoint: EndpointSpec, pool: PoolSpec, shape: PoolShape): number {
  if (endpoint.kind === 'language')
    return (
      languageServerSize(endpoint, shape, pool.sharing)?.acceleratorsPerNode ??
      endpoint.accelerators ??
      shape.unitsPerNode
    );
  return shape.accelerator === undefined ? endpoint.vcpus : endpoint.accelerators;
}

/** Nodes of one server. */
export function endpointNodes(endpoint: EndpointSpec): number {
  return endpoint.kind === 'language' ? endpoint.nodes : 1;
}
