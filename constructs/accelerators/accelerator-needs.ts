import type { Fabric, Vendor } from '../../catalog/index.ts';
import type { RoomProps } from '../core/index.ts';
import { type AcceleratorPool, acceleratorPools, poolsOf } from './accelerator-pool.ts';
import { installsDriver } from './node-labels.ts';

/** For each thing that the room can install: the pools on whose nodes it works. Empty: it is not installed. */
export interface AcceleratorNeeds {
  /** All pools with accelerators. */
  readonly pools: readonly AcceleratorPool[];
  /** NVIDIA's operator: driver, device plugin, or both. */
  readonly nvidiaOperator: readonly AcceleratorPool[];
  /** NVIDIA's DRA driver. */
  readonly draDriver: readonly AcceleratorPool[];
  /** Google's installer of NVIDIA's driver. */
  readonly gkeDriver: readonly AcceleratorPool[];
  /** AMD's operator. */
  readonly amdOperator: readonly AcceleratorPool[];
  /** Device plugin of Inferentia and Trainium. */
  readonly neuron: readonly AcceleratorPool[];
  /** Device plugin of Ascend. */
  readonly ascend: readonly AcceleratorPool[];
  /** Device plugin of the Elastic Fabric Adapter. */
  readonly efa: readonly AcceleratorPool[];
  /** NVIDIA's network operator. */
  readonly rdma: readonly AcceleratorPool[];
  /** Plugin and networks of GPUDirect-TCPX and -TCPXO. */
  readonly gpudirect: readonly AcceleratorPool[];
  /** Node feature discovery, which the three operators read. */
  readonly features: readonly AcceleratorPool[];
}

/** Networks of cards that NVIDIA's network operator knows. */
const NVIDIA_CARDS: readonly Fabric['kind'][] = ['infiniband', 'roce', 'site'];

/** What the pools of a platform need. */
export function acceleratorNeeds(props: Pick<RoomProps, 'facts' | 'spec'>): AcceleratorNeeds {
  const pools = acceleratorPools(props);
  const plugged = (vendor: Vendor) => poolsOf(pools, vendor).filter(isPlugged);
  const nvidia = poolsOf(pools, 'nvidia');
  const nvidiaOperator = nvidia.filter((of) => isPlugged(of) || installsDriver(of));
  const amdOperator = poolsOf(pools, 'amd').filter((of) => isPlugged(of) || installsDriver(of));
  const withFabric = fabricPools(props, pools);
  const rdma = withFabric.filter(({ shape }) => NVIDIA_CARDS.includes(shape.fabric.kind));
  const read = new Set([...nvidiaOperator, ...amdOperator, ...rdma]);
  return {
    pools,
    nvidiaOperator,
    draDriver: nvidia.filter(({ facts }) => facts.allocator === 'draDriver'),
    gkeDriver: nvidia.filter((of) => of.facts.driver === 'operator' && !installsDriver(of)),
    amdOperator,
    neuron: plugged('aws'),
    ascend: plugged('huawei'),
    efa: withFabric.filter(({ shape }) => shape.fabric.kind === 'efa'),
    rdma,
    gpudirect: gpudirectPools(props, pools),
    features: pools.filter((of) => read.has(of)),
  };
}

/** Whether the platform runs the device plugin of a pool. */
export function isPlugged({ facts }: Pick<AcceleratorPool, 'facts'>): boolean {
  return facts.allocator === 'operator';
}

/** Pools whose fabric devices the platform hands out; none where no team may use them. */
function fabricPools({ spec }: Pick<RoomProps, 'spec'>, pools: readonly AcceleratorPool[]): readonly AcceleratorPool[] {
  if (!spec.teams.some(({ fabric }) => fabric === 'allowed')) return [];
  return pools.filter(
    ({ facts: { fabric } }) => fabric !== undefined && (fabric.allocator ?? 'operator') === 'operator',
  );
}

/** Pools whose cards are in networks of their own that the stack makes; none where no team may use them. */
function gpudirectPools(
  { facts: { acceleratorNetworks = [] }, spec }: Pick<RoomProps, 'facts' | 'spec'>,
  pools: readonly AcceleratorPool[],
): readonly AcceleratorPool[] {
  if (acceleratorNetworks.length === 0 || !spec.teams.some(({ fabric }) => fabric === 'allowed')) return [];
  return pools.filter(({ shape: { fabric } }) => fabric.kind === 'tcpx' || fabric.kind === 'tcpxo');
}
