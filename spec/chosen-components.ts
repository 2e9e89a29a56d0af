import { type ComponentName, components, type Fabric, type Vendor } from '../catalog/index.ts';
import { nodeAutoscaler } from './node-autoscaler.ts';
import type { PlatformSpec } from './platform.ts';
import { poolShape } from './pool-shape.ts';

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

const BY_VENDOR: Readonly<Record<Vendor, ComponentName>> = {
  nvidia: 'nvidia-gpu-operator',
  amd: 'amd-gpu-operator',
  google: 'google-tpu',
  aws: 'aws-neuron',
  huawei: 'ascend-device-plugin',
};

/** Makers whose operators find their nodes by labels of Node Feature Discovery. */
const LABELLED: readonly Vendor[] = ['nvidia', 'amd'];

function forPools({ pools, target }: PlatformSpec): Choice[] {
  return pools.flatMap((pool): Choice[] => {
    const vendor = poolShape(target.kind, pool)?.accelerator?.vendor;
    if (vendor === undefined) return [];
    const because = `pool ${pool.name} has accelerators of ${vendor}`;
    const choices: Choice[] = [[BY_VENDOR[vendor], because]];
    if (LABELLED.includes(vendor)) choices.push(['node-feature-discovery', because]);
    if (pool.allocator === 'dra' && vendor === 'nvidia')
      choices.push(['nvidia-dra-driver', `pool ${pool.name} has allocator: dra`]);
    return choices;
  });
}

function forNodes({ target }: PlatformSpec): Choice[] {
  const autoscaler = nodeAutoscaler(target);
  if (autoscaler === 'clusterAutoscaler')
    return [['cluster-autoscaler', 'target.distribution is clusterApi, which adds and removes machines']];
  if (autoscaler !== 'karpenter') return [];
  const because = 'target.autoscaler is karpenter';
  return target.kind === 'azure'
    ? [['karpenter-azure', because]]
    : [
        ['karpenter', because],
        ['karpenter-crd', because],
      ];
}

function forTeams({ pools, target, teams }: PlatformSpec): Choice[] {
  const kata = teams.find(({ sandbox }) => sandbox === 'kata');
  const fabric = teams.find((team) => team.fabric === 'allowed');
  const kinds = new Set(fabric === undefined ? [] : pools.map((pool) => poolShape(target.kind, pool)?.fabric.kind));
  const because = `team ${fabric?.name} may use the fabric`;
  const choices: Choice[] = [];
  if (kata !== undefined && target.kind !== 'azure')
    choices.push(['kata-deploy', `team ${kata.name} has sandbox: kata`]);
  if (kinds.has('efa')) choices.push(['aws-efa-device-plugin', because]);
  if (target.kind !== 'gcp' && MELLANOX.some((kind) => kinds.has(kind)))
    choices.push(['nvidia-network-operator', because]);
  return choices;
}

/** Fabrics whose devices the network operator hands out; Google brings its own. */
const MELLANOX: readonly Fabric['kind'][] = ['infiniband', 'roce', 'site'];
