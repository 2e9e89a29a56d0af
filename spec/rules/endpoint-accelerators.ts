import type { Finding } from '../finding.ts';
import type { PlatformSpec } from '../platform.ts';
import type { PoolSpec } from '../pool.ts';
import { type PoolShape, poolShape } from '../pool-shape.ts';
import type { EndpointSpec } from '../serving.ts';
import { pathText } from '../spec-path.ts';

/** Part of a node's CPU that pods can have. */
const ALLOCATABLE = 0.9;

/** Each server fits on a node of its pool, and asks for accelerators where there are some and it needs them. */
export function* endpointAccelerators({ pools, serving, target }: PlatformSpec): Iterable<Finding> {
  for (const [index, endpoint] of (serving?.endpoints ?? []).entries()) {
    const pool = pools.find(({ name }) => name === endpoint.pool);
    const shape = pool && poolShape(target.kind, pool);
    if (pool === undefined || shape === undefined) continue;
    const found =
      shape.accelerator === undefined ? onProcessors(endpoint, pool, shape) : onDevices(endpoint, pool, shape);
    if (found !== undefined) yield { ...found, at: pathText(['serving', 'endpoints', index, found.at]) };
  }
}

function onProcessors(endpoint: EndpointSpec, { name }: PoolSpec, { vcpus }: PoolShape): Finding | undefined {
  if (endpoint.kind === 'language')
    return {
      code: 'ENDPOINT_POOL_WITHOUT_ACCELERATORS',
      level: 'error',
      at: 'pool',
      problem: `pool ${name} has no accelerators, and a language model needs them`,
      fix: 'choose a pool with accelerators',
    };
  if (endpoint.accelerators > 0)
    return {
      code: 'ENDPOINT_ACCELERATORS_NONE',
      level: 'error',
      at: 'accelerators',
      problem: `pool ${name} has no accelerators; ${endpoint.accelerators} are asked for`,
      fix: 'set accelerators to 0, or choose a pool with accelerators',
    };
  const most = vcpus && Math.floor(vcpus * ALLOCATABLE);
  if (most === undefined || endpoint.vcpus <= most) return undefined;
  return {
    code: 'ENDPOINT_VCPUS_RANGE',
    level: 'error',
    at: 'vcpus',
    problem: `a node of pool ${name} has ${most} vCPUs for pods; ${endpoint.vcpus} are asked for`,
    fix: `set vcpus to ${most} or less`,
  };
}

function onDevices(endpoint: EndpointSpec, pool: PoolSpec, shape: PoolShape): Finding | undefined {
  const asked = endpoint.accelerators ?? 1;
  if (asked > shape.unitsPerNode)
    return {
      code: 'ENDPOINT_ACCELERATORS_RANGE',
      level: 'error',
      at: 'accelerators',
      problem: `a node of pool ${pool.name} offers ${shape.unitsPerNode}; ${asked} are asked for`,
      fix: `set accelerators to ${shape.unitsPerNode} or less${endpoint.kind === 'language' ? ', and more nodes' : ''}`,
    };
  if (endpoint.kind === 'language' && endpoint.nodes > pool.nodes.max)
    return {
      code: 'ENDPOINT_NODES_RANGE',
      level: 'error',
      at: 'nodes',
      problem: `one server takes ${endpoint.nodes} nodes, and pool ${pool.name} has at most ${pool.nodes.max}`,
      fix: `set nodes to ${pool.nodes.max} or less, or raise nodes.max of pool ${pool.name}`,
    };
  if (asked > 0) return undefined;
  return {
    code: 'ENDPOINT_ACCELERATORS_UNUSED',
    level: 'warning',
    at: 'accelerators',
    problem: `its servers take none of the accelerators of pool ${pool.name}, and room of its nodes`,
    fix: 'set accelerators to 1 or more, or choose a pool without accelerators',
  };
}
