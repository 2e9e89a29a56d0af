import { findInstance } from '../../../catalog/index.ts';
import { POOL_TYPES } from '../../costly-types.ts';
import { listAt, type PolicyResource, type PolicyRule, valueAt } from '../rule.ts';

/** A pool of accelerators that is replaced gives its machines up, and may not get them back. */
export const acceleratorPoolsKept: PolicyRule = {
  name: 'accelerator-pools-kept',
  description: 'Pools of accelerators are protected, so that no update replaces or deletes them.',
  enforcement: 'mandatory',
  examine: (resource) =>
    hasAccelerators(resource) && resource.opts.protect !== true
      ? ['a pool of accelerators that is replaced may not get its machines back: set `protect`']
      : [],
};

function hasAccelerators({ props, type }: PolicyResource): boolean {
  if (type === 'kubernetes:karpenter.sh/v1:NodePool') return instancesOf(props).some(isAccelerated);
  if (!POOL_TYPES.has(type)) return false;
  // Machines of EKS are named in a template that is not here; their image says what they carry.
  if (/NVIDIA|NEURON/.test(String(valueAt(props, 'amiType') ?? ''))) return true;
  const named = [valueAt(props, 'nodeConfig', 'machineType'), valueAt(props, 'vmSize'), valueAt(props, 'size')];
  const cards = listAt(props, 'nodeConfig', 'guestAccelerators');
  return cards.length > 0 || [...named, ...listAt(props, 'instanceTypes')].some(isAccelerated);
}

function instancesOf(props: unknown): readonly unknown[] {
  const wanted = listAt(props, 'spec', 'template', 'spec', 'requirements');
  return wanted
    .filter((each) => valueAt(each, 'key') === 'node.kubernetes.io/instance-type')
    .flatMap((each) => listAt(each, 'values'));
}

function isAccelerated(instance: unknown): boolean {
  const clouds = ['aws', 'gcp', 'azure', 'digitalocean'] as const;
  return clouds.some((cloud) => findInstance(cloud, String(instance))?.accelerator !== undefined);
}
