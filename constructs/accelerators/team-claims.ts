import { Construct } from 'constructs';
import { ResourceClaimTemplate } from '../imports/kubernetes.gen.ts';
import type { PoolDeviceClass } from './pool-device-class.ts';

/** Templates with which a team's pods claim devices. */
export interface TeamClaimsProps {
  /** Namespace of the team. */
  readonly namespace: string;
  /** Classes of the pools that the team has quota on. */
  readonly classes: readonly PoolDeviceClass[];
}

/** Claim templates in a team's namespace: for each pool `<pool>` for one device and `<pool>-node` for all of a node. */
export class TeamClaims extends Construct {
  public constructor(scope: Construct, id: string, { classes, namespace }: TeamClaimsProps) {
    super(scope, id);
    for (const { className, devicesPerNode } of classes) {
      this.#template(namespace, className, className, 1);
      if (devicesPerNode > 1) this.#template(namespace, `${className}-node`, className, devicesPerNode);
    }
  }

  #template(namespace: string, name: string, deviceClassName: string, count: number): void {
    new ResourceClaimTemplate(this, name, {
      metadata: { name, namespace },
      spec: { spec: { devices: { requests: [{ name: 'accelerator', exactly: { deviceClassName, count } }] } } },
    });
  }
}
