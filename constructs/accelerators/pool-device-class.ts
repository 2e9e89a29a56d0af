import { Construct } from 'constructs';
import { DeviceClass } from '../imports/kubernetes.gen.ts';
import type { AcceleratorPool } from './accelerator-pool.ts';

/** The DeviceClass of one pool whose devices are claimed. Only the queue keeps pods on the pool's nodes, not the class. */
export class PoolDeviceClass extends Construct {
  /** Name of the class, which is the pool's. */
  public readonly className: string;
  /** Extended resource that the pool's quota counts. */
  public readonly resource: string;
  /** Devices that a pod with a whole node claims. */
  public readonly devicesPerNode: number;

  public constructor(scope: Construct, id: string, { facts, pool }: AcceleratorPool) {
    super(scope, id);
    this.className = pool.name;
    this.resource = facts.resource;
    this.devicesPerNode = facts.unitsPerNode;
    const attributes = "device.attributes['gpu.nvidia.com']";
    const which =
      pool.sharing.kind === 'partition'
        ? `${attributes}.type == 'mig' && ${attributes}.profile == '${pool.sharing.profile}'`
        : `${attributes}.type == 'gpu'`;
    new DeviceClass(this, 'class', {
      metadata: { name: this.className },
      spec: { selectors: [{ cel: { expression: `device.driver == 'gpu.nvidia.com' && ${which}` } }] },
    });
  }
}
