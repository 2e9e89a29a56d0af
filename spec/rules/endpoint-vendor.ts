import type { Finding } from '../finding.ts';
import type { PlatformSpec } from '../platform.ts';
import { poolShape } from '../pool-shape.ts';
import type { EndpointSpec } from '../serving.ts';
import { pathText } from '../spec-path.ts';

/** The catalogue's servers with accelerators are built for NVIDIA's. */
export function* endpointVendor({ pools, serving, target }: PlatformSpec): Iterable<Finding> {
  for (const [index, endpoint] of (serving?.endpoints ?? []).entries()) {
    const pool = pools.find(({ name }) => name === endpoint.pool);
    const accelerator = pool && poolShape(target.kind, pool)?.accelerator;
    if (accelerator === undefined || accelerator.vendor === 'nvidia' || !usesIt(endpoint)) continue;
    yield {
      code: 'ENDPOINT_RUNTIME_VENDOR',
      level: 'warning',
      at: pathText(['serving', 'endpoints', index, 'pool']),
      problem: `the catalogue’s server is built for NVIDIA, and pool ${endpoint.pool} has ${accelerator.title}`,
      fix: 'name the image of a server for it in each release (runtimeImage), or choose another pool',
    };
  }
}

function usesIt(endpoint: EndpointSpec): boolean {
  return endpoint.kind === 'language' || endpoint.accelerators > 0;
}
