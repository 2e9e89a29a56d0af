import type { NodeLabels } from '../../../constructs/accelerators/index.ts';
import type { PoolFacts } from '../../../spec/facts.ts';
import type { PoolSpec } from '../../../spec/pool.ts';
import { type PoolShape, poolShape } from '../../../spec/pool-shape.ts';
import { pairs } from './kubeadm.ts';

const BOUNDS = 'cluster.x-k8s.io/cluster-api-autoscaler-node-group';
const CAPACITY = 'capacity.cluster-autoscaler.kubernetes.io';

/**
 * What the cluster autoscaler reads of a pool: its bounds, and what a node offers before there is one.
 *
 * @see https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/cloudprovider/clusterapi/README.md
 */
export function elasticAnnotations(pool: PoolSpec, facts: PoolFacts, labels: NodeLabels): Record<string, string> {
  const shape = poolShape('baremetal', pool);
  const taints = facts.taints.map(({ effect, key, value }) => `${key}=${value}:${effect}`).join(',');
  return {
    [`${BOUNDS}-min-size`]: `${pool.nodes.min}`,
    [`${BOUNDS}-max-size`]: `${pool.nodes.max}`,
    // A machine is started, looked over, and its disk written; by default it is given up after fifteen minutes.
    'cluster.x-k8s.io/autoscaling-options-maxnodeprovisiontime': '1h0m0s',
    ...(shape?.vcpus === undefined ? {} : { [`${CAPACITY}/cpu`]: `${shape.vcpus}` }),
    ...(shape?.memoryGib === undefined ? {} : { [`${CAPACITY}/memory`]: `${shape.memoryGib}Gi` }),
    [`${CAPACITY}/labels`]: pairs(labels),
    ...(taints === '' ? {} : { [`${CAPACITY}/taints`]: taints }),
    ...devices(shape, facts),
  };
}

function devices(shape: PoolShape | undefined, facts: PoolFacts): Record<string, string> {
  if (shape?.accelerator === undefined) return {};
  return facts.allocator === 'draDriver'
    ? { [`${CAPACITY}/dra-driver`]: 'gpu.nvidia.com', [`${CAPACITY}/gpu-count`]: `${shape.devicesPerNode}` }
    : { [`${CAPACITY}/gpu-type`]: facts.resource, [`${CAPACITY}/gpu-count`]: `${facts.unitsPerNode}` };
}
