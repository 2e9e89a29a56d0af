import type { Finding, Rule } from '../../spec/finding.ts';
import { pathText } from '../../spec/spec-path.ts';
import type { RoomProps } from '../core/index.ts';
import { acceleratorNeeds, isPlugged } from './accelerator-needs.ts';
import type { AcceleratorPool } from './accelerator-pool.ts';
import { bringsToolkit, driverRoot } from './nvidia-host.ts';

type Props = Pick<RoomProps, 'facts' | 'spec'>;

/** What cannot be, because one installation serves all pools of a vendor. */
export const ACCELERATOR_RULES: readonly Rule<Props>[] = [oneDriverRoot, oneRuntimeOnAzure];

/** The DRA driver looks for the driver's libraries in one folder, the same on all nodes. */
function* oneDriverRoot(props: Props): Iterable<Finding> {
  yield* differing(props, acceleratorNeeds(props).draDriver, driverRoot, (first, root, other) => ({
    code: 'ACCELERATORS_DRA_DRIVER_ROOT',
    level: 'error',
    problem: `the driver lies in ${driverRoot(other)} and in ${root} on pool ${first}; the DRA driver looks in one folder for all pools`,
    fix: `set driver to the same as on pool ${first}, or allocator to devicePlugin on one of them`,
  }));
}

/** The node image of AKS knows the container runtime by another name than the operator does, whose pods name one of them. */
function* oneRuntimeOnAzure(props: Props): Iterable<Finding> {
  if (props.spec.target.kind !== 'azure') return;
  const plugged = acceleratorNeeds(props).nvidiaOperator.filter(isPlugged);
  yield* differing(
    props,
    plugged,
    (of) => `${bringsToolkit(of)}`,
    (first) => ({
      code: 'ACCELERATORS_RUNTIME_MIXED',
      level: 'error',
      problem: `on Azure all pools of NVIDIA accelerators take their container runtime from the same place, and pool ${first} takes it from another`,
      fix: `set driver to the same as on pool ${first}`,
    }),
  );
}

type Said = Omit<Finding, 'at'>;

/** A finding for each pool in which something is not as in the first. */
function* differing(
  { spec }: Props,
  pools: readonly AcceleratorPool[],
  what: (pool: AcceleratorPool) => string,
  say: (first: string, value: string, other: AcceleratorPool) => Said,
): Iterable<Finding> {
  const [first, ...others] = pools;
  if (first === undefined) return;
  const value = what(first);
  for (const other of others) {
    if (what(other) === value) continue;
    const index = spec.pools.findIndex(({ name }) => name === other.pool.name);
    yield { ...say(first.pool.name, value, other), at: pathText(['pools', index, 'driver']) };
  }
}
