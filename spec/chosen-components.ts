import { type ComponentName, components, type Vendor } from '../catalog/index.ts';
import { faultConditions } from './accelerator-faults.ts';
import { nodeAutoscaler } from './node-autoscaler.ts';
import type { PlatformSpec } from './platform.ts';
import type { PoolSpec } from './pool.ts';
import { type PoolShape, poolShape } from './pool-shape.ts';
import { rdmaDevice } from './rdma-device.ts';

/** A component that a platform needs. */
export interface ChosenComponent {
  /** Its name in the catalogue. */
  readonly name: ComponentName;
  /** What in the spec asks for it. */
  readonly because: string;
  /** Who installs it: the platform, or its owner, who then also chooses its version. */
  readonly installedBy: 'platform' | 'owner';
}

/** Components that a spec chooses, each once, in the catalogue's order. */
export function chosenComponents(spec: PlatformSpec): readonly ChosenComponent[] {
  const chosen = [
    ...platformWide(spec),
    ...forTraining(spec),
    ...forPools(spec),
    ...forNodes(spec),
    ...forTeams(spec),
    ...forRegistry(spec),
    ...forPolicy(spec),
    ...forObservability(spec),
  ].map(([name, because, owner]): ChosenComponent => ({ name, because, installedBy: owner ?? 'platform' }));
  const order = Object.keys(components);
  return [...new Map(chosen.map((each) => [each.name, each])).values()].sort(
    (a, b) => order.indexOf(a.name) - order.indexOf(b.name),
  );
}

type Choice = readonly [name: ComponentName, because: string, installedBy?: 'owner'];

/** Argo CD keeps itself as one of its own applications; Flux is there before the platform is, which never installs it. */
function platformWide({ delivery }: PlatformSpec): Choice[] {
  const kueue: Choice = ['kueue', 'every platform queues its jobs'];
  if (delivery.kind === 'argocd') return [kueue, ['argo-cd', 'delivery.kind is argocd']];
  return delivery.kind === 'flux' ? [kueue, ['flux', 'delivery.kind is flux', 'owner']] : [kueue];
}

function forTraining({ training }: PlatformSpec): Choice[] {
  if (training === undefined) return [];
  const always: Choice[] = (['kubeflow-trainer', 'jobset', 'leaderworkerset'] as const).map((name) => [
    name,
    'training is on',
  ]);
  const byFramework = { ray: 'kuberay', spark: 'spark-operator', katib: 'katib' } as const;
  const further = Object.entries(byFramework).filter(([word]) => training.frameworks.some((each) => each === word));
  return [...always, ...further.map(([word, name]): Choice => [name, `training.frameworks has ${word}`])];
}

/** A pool whose nodes have accelerators, and what the nodes are. */
interface ShapedPool {
  readonly pool: PoolSpec;
  readonly shape: PoolShape;
  readonly vendor: Vendor;
}

function shapedPools({ pools, target }: PlatformSpec): ShapedPool[] {
  return pools.flatMap((pool) => {
    const shape = poolShape(target.kind, pool);
    return shape?.accelerator === undefined ? [] : [{ pool, shape, vendor: shape.accelerator.vendor }];
  });
}

/** What makes the accelerators of each pool known to Kubernetes; where the cloud does it, nothing is installed. */
function forPools(spec: PlatformSpec): Choice[] {
  const shaped = shapedPools(spec);
  return shaped.flatMap(({ pool, vendor }): Choice[] => {
    const because = `pool ${pool.name} has accelerators of ${vendor}`;
    const driver: Choice[] = pool.allocator === 'dra' ? [['nvidia-dra-driver', `${because} and allocator: dra`]] : [];
    if (vendor === 'nvidia' || vendor === 'amd') {
      const name = vendor === 'nvidia' ? 'nvidia-gpu-operator' : 'amd-gpu-operator';
      const operator: Choice[] = [
        [name, because],
        ['node-feature-discovery', because],
      ];
      return needsOperator(spec.target, pool, shaped) ? [...operator, ...driver] : driver;
    }
    return [[OTHERS[vendor], because]];
  });
}

const OTHERS = {
  google: 'google-tpu',
  aws: 'aws-neuron',
  huawei: 'ascend-device-plugin',
} as const satisfies Partial<Record<Vendor, ComponentName>>;

/** Whether a pool needs its vendor's operator: for the device plugin, or for the driver. GKE and DigitalOcean bring both. */
function needsOperator({ kind }: PlatformSpec['target'], pool: PoolSpec, all: readonly ShapedPool[]): boolean {
  if (kind === 'gcp') return false;
  if (kind !== 'digitalocean') return pool.allocator === 'devicePlugin' || pool.driver === 'operator';
  // DigitalOcean's plugin for NVIDIA counts whole devices only: one pool that needs more takes it from all of them.
  const nvidia = all.filter(({ vendor }) => vendor === 'nvidia');
  const plain = nvidia.every((each) => each.pool.sharing.kind === 'whole' && each.pool.allocator === 'devicePlugin');
  return nvidia.some((each) => each.pool === pool) && !plain && pool.allocator === 'devicePlugin';
}

function forNodes({ pools, target }: PlatformSpec): Choice[] {
  const autoscaler = nodeAutoscaler(target);
  if (!pools.some(({ nodes }) => nodes.min < nodes.max)) return [];
  if (autoscaler === 'clusterAutoscaler')
    return [['cluster-autoscaler', 'target.distribution is clusterApi, which adds and removes machines']];
  if (autoscaler !== 'karpenter') return [];
  return [[target.kind === 'azure' ? 'karpenter-azure' : 'karpenter', 'target.autoscaler is karpenter']];
}

function forTeams(spec: PlatformSpec): Choice[] {
  const { target, teams } = spec;
  const kata = teams.find(({ sandbox }) => sandbox === 'kata');
  const ownMachines = target.kind === 'baremetal' && target.distribution === 'clusterApi';
  const sandboxes: Choice[] =
    kata !== undefined && ownMachines ? [['kata-deploy', `team ${kata.name} has sandbox: kata`]] : [];
  const fabric = teams.find((team) => team.fabric === 'allowed');
  return fabric === undefined
    ? sandboxes
    : [...sandboxes, ...forFabric(spec, `team ${fabric.name} may use the fabric`)];
}

function forRegistry({ access, registry }: PlatformSpec): Choice[] {
  return registry === undefined || access === undefined ? [] : [['harbor', 'registry is on']];
}

function forObservability(spec: PlatformSpec): Choice[] {
  const { access, observability } = spec;
  if (observability === undefined || access === undefined) return [];
  const always = ['prometheus-operator', 'prometheus', 'alertmanager', 'grafana'] as const;
  return [
    ...always.map((name): Choice => [name, 'observability is on']),
    ...(faultConditions(spec).length > 0
      ? [['node-readiness-controller', 'conditions of nodes say that accelerators are faulty'] as Choice]
      : []),
    ...(observability.costs ? [['opencost', 'observability.costs is true'] as Choice] : []),
  ];
}

/** Most of policy is decided by the API server itself. */
function forPolicy({ policy }: PlatformSpec): Choice[] {
  const signatures = policy?.images.signatures ?? 'off';
  return signatures === 'off' ? [] : [['kyverno', `policy.images.signatures is ${signatures}`]];
}

/** What hands out RDMA devices; Google and DigitalOcean bring it. */
function forFabric(spec: PlatformSpec, because: string): Choice[] {
  if (spec.target.kind === 'gcp' || spec.target.kind === 'digitalocean') return [];
  const withDevice = shapedPools(spec).filter(({ pool, shape }) => rdmaDevice(pool, shape) !== undefined);
  return withDevice.flatMap(({ shape }): Choice[] =>
    shape.fabric.kind === 'efa'
      ? [['aws-efa-device-plugin', because]]
      : [
          ['nvidia-network-operator', because],
          ['node-feature-discovery', because],
        ],
  );
}
