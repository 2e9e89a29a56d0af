import type { PoolFacts } from '../../spec/facts.ts';
import type { PoolSpec } from '../../spec/pool.ts';
import type { PoolShape } from '../../spec/pool-shape.ts';
import type { KubernetesObject } from '../kubernetes-object.ts';

/** Driver whose devices pools claim; the only vendor that the spec takes for DRA. */
const DRIVER = 'gpu.nvidia.com';

/** The ResourceSlice that the DRA driver of a node would publish: every device, or every partition of every device. */
export function deviceSlice(node: string, pool: PoolSpec, facts: PoolFacts, shape: PoolShape): KubernetesObject {
  return {
    apiVersion: 'resource.k8s.io/v1',
    kind: 'ResourceSlice',
    metadata: { name: `${node}-${DRIVER}` },
    spec: {
      driver: DRIVER,
      nodeName: node,
      pool: { name: node, generation: 1, resourceSliceCount: 1 },
      devices: Array.from({ length: facts.unitsPerNode }, (_, index) => device(index, pool, shape)),
    },
  };
}

function device(index: number, pool: PoolSpec, { accelerator }: PoolShape): object {
  const model = { productName: { string: accelerator?.title ?? 'unknown' } };
  if (pool.sharing.kind === 'partition')
    return {
      name: `gpu-partition-${index}`,
      attributes: { ...model, type: { string: 'mig' }, profile: { string: pool.sharing.profile } },
    };
  const memory = accelerator?.memoryGib;
  return {
    name: `gpu-${index}`,
    attributes: { ...model, type: { string: 'gpu' } },
    ...(memory === undefined ? {} : { capacity: { memory: { value: `${memory}Gi` } } }),
  };
}
