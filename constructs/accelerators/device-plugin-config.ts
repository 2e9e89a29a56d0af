import { Construct } from 'constructs';
import type { PoolSpec } from '../../spec/pool.ts';
import { ConfigMap } from '../imports/kubernetes.gen.ts';

/** How the device plugin of NVIDIA divides the devices of each pool. */
export interface DevicePluginConfigProps {
  /** Name of the ConfigMap. */
  readonly name: string;
  /** Namespace of the operator. */
  readonly namespace: string;
  /** Pools whose devices pods share. */
  readonly pools: readonly PoolSpec[];
}

/** Entry for nodes that name none. No pool can have this name: a pool's has no dot. */
export const WHOLE_DEVICES = 'plinth.whole';

/** The device plugin's configuration: an entry for each pool with shared devices; nodes name theirs by a label. */
export class DevicePluginConfig extends Construct {
  /** Name of the ConfigMap. */
  public readonly name: string;

  public constructor(scope: Construct, id: string, { name, namespace, pools }: DevicePluginConfigProps) {
    super(scope, id);
    this.name = name;
    const entries = [[WHOLE_DEVICES, undefined] as const, ...pools.map((pool) => [pool.name, pool.sharing] as const)];
    new ConfigMap(this, 'config', {
      metadata: { name, namespace },
      data: Object.fromEntries(entries.map(([key, sharing]) => [key, text(sharing)])),
    });
  }
}

/** One entry; JSON is YAML: no second writer is needed. */
function text(sharing: PoolSpec['sharing'] | undefined): string {
  const shared =
    sharing?.kind === 'timeSlicing' || sharing?.kind === 'mps'
      ? { sharing: { [sharing.kind]: replicated(sharing.replicas) } }
      : {};
  return JSON.stringify({ version: 'v1', flags: { migStrategy: 'mixed' }, ...shared }, null, 2);
}

/** Shares get a name of their own, and a pod that asks for two of them fails: two shares are not twice the power. */
function replicated(replicas: number) {
  return {
    renameByDefault: true,
    failRequestsGreaterThanOne: true,
    resources: [{ name: 'nvidia.com/gpu', replicas }],
  };
}
