import type { PoolFacts } from '../../spec/facts.ts';
import type { PoolShape } from '../../spec/pool-shape.ts';

/** What a machine is given whose size nobody publishes: large enough to hold whatever its accelerators can feed. */
const UNPUBLISHED = { vcpus: 192, memoryGib: 2_048 } as const;
/** Local disk of a simulated machine; the catalogue does not know the real one's. */
const LOCAL_DISK = '1Ti';

/** Resources of one node of a pool as Kubernetes quantities; devices that are claimed through DRA are not among them. */
export function machineResources(facts: PoolFacts, shape: PoolShape): Record<string, string> {
  return {
    cpu: `${shape.vcpus ?? UNPUBLISHED.vcpus}`,
    memory: `${shape.memoryGib ?? UNPUBLISHED.memoryGib}Gi`,
    'ephemeral-storage': LOCAL_DISK,
    ...devices(facts),
    ...fabricDevices(facts),
  };
}

/** Whether something about a machine's size had to be made up. */
export function hasUnpublishedSize({ memoryGib, vcpus }: PoolShape): boolean {
  return vcpus === undefined || memoryGib === undefined;
}

function devices({ allocator, resource, unitsPerNode }: PoolFacts): Record<string, string> {
  return resource === 'cpu' || allocator === 'draDriver' ? {} : { [resource]: `${unitsPerNode}` };
}

function fabricDevices({ fabric }: PoolFacts): Record<string, string> {
  if (fabric === undefined) return {};
  return Object.fromEntries([fabric.resource, ...(fabric.further ?? [])].map((name) => [name, `${fabric.perNode}`]));
}
