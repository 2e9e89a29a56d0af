import { Construct } from 'constructs';
import { ConfigMap } from '../imports/kubernetes.gen.ts';
import type { AcceleratorPool } from './accelerator-pool.ts';

/** How the devices of each pool are cut. */
export interface MigConfigProps {
  /** Name of the ConfigMap. */
  readonly name: string;
  /** Namespace of the operator. */
  readonly namespace: string;
  /** Pools whose devices are cut. */
  readonly pools: readonly AcceleratorPool[];
}

/** Entry for nodes that name none: whole devices. The operator knows it by this name. */
export const NOT_CUT = 'all-disabled';

/** The MIG manager's configuration: an entry for each pool with partitions; nodes name theirs by a label. */
export class MigConfig extends Construct {
  /** Name of the ConfigMap. */
  public readonly name: string;

  public constructor(scope: Construct, id: string, { name, namespace, pools }: MigConfigProps) {
    super(scope, id);
    this.name = name;
    const configs = {
      [NOT_CUT]: [{ devices: 'all', 'mig-enabled': false }],
      ...Object.fromEntries(pools.map((of) => [of.pool.name, [layout(of)]])),
    };
    new ConfigMap(this, 'config', {
      metadata: { name, namespace },
      data: { 'config.yaml': JSON.stringify({ version: 'v1', 'mig-configs': configs }, null, 2) },
    });
  }
}

/** All devices of a node, each cut into as many partitions of the profile as it holds. */
function layout({ accelerator, pool: { name, sharing } }: AcceleratorPool) {
  const count = sharing.kind === 'partition' ? accelerator.partitions[sharing.profile] : undefined;
  if (sharing.kind !== 'partition' || count === undefined)
    throw new Error(`bug: pool ${name} is cut into partitions that ${accelerator.title} does not have`);
  return { devices: 'all', 'mig-enabled': true, 'mig-devices': { [sharing.profile]: count } };
}
