import { Construct } from 'constructs';
import { AdmissionCheck, ProvisioningRequestConfig } from '../imports/kueue.gen.ts';
import type { PoolFlavor } from './pool-flavor.ts';

/** Which pools deliver all nodes of a gang or none. */
export interface GangAdmissionProps {
  /** Name of the check. */
  readonly name: string;
  /** Class of the ProvisioningRequest that the node autoscaler understands. */
  readonly provisioningClass: string;
  /** Pools that it guards. */
  readonly flavors: readonly PoolFlavor[];
}

/** Holds a gang back until the node autoscaler has promised all its nodes. */
export class GangAdmission extends Construct {
  /** Name of the check. */
  public readonly checkName: string;
  readonly #flavors: ReadonlySet<PoolFlavor>;

  public constructor(scope: Construct, id: string, { flavors, name, provisioningClass }: GangAdmissionProps) {
    super(scope, id);
    this.checkName = name;
    this.#flavors = new Set(flavors);
    const managedResources = [...new Set(flavors.map(({ resource }) => resource))].sort();
    new ProvisioningRequestConfig(this, 'config', {
      metadata: { name },
      spec: { provisioningClassName: provisioningClass, managedResources },
    });
    new AdmissionCheck(this, 'check', {
      metadata: { name },
      spec: {
        controllerName: 'kueue.x-k8s.io/provisioning-request',
        parameters: { apiGroup: 'kueue.x-k8s.io', kind: 'ProvisioningRequestConfig', name },
      },
    });
  }

  /** Whether jobs on a pool wait for this check. */
  public guards(flavor: PoolFlavor): boolean {
    return this.#flavors.has(flavor);
  }
}
