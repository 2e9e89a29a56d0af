import type { ComponentResourceOptions, Input } from '@pulumi/pulumi';
import type { ClusterObject } from '../kubernetes-object.ts';
import { type ClusterAccess, TargetStack, type TargetStackArgs } from '../target-stack.ts';
import { Cluster } from './cluster.ts';

/**
 * A cluster that is already there. Nothing below Kubernetes is touched, so there is neither network nor pools, storage
 * or identity to make: their files, which every other target has, do not exist here. What the facts call external is brought by
 * the cluster's owner; `external.json` in the rendered folder lists it.
 */
export class ExistingStack extends TargetStack {
  public readonly access: ClusterAccess;
  public readonly cluster = undefined;
  public readonly objects: readonly ClusterObject[] = [];
  public readonly exports: Readonly<Record<string, Input<unknown>>> = {};

  public constructor(name: string, args: TargetStackArgs<'existing'>, opts?: ComponentResourceOptions) {
    super('plinth:existing:Environment', name, {}, opts);
    const { connection, spec } = args;
    this.access = new Cluster(`${name}-cluster`, { target: spec.target, connection }, { parent: this }).access;
    this.registerOutputs();
  }
}
