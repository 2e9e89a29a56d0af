import { Service } from '@pulumi/gcp/projects/service.js';
import { ComponentResource, type ComponentResourceOptions } from '@pulumi/pulumi';

/** Which project. */
export interface ServicesArgs {
  /** Project of the cluster. */
  readonly project: string;
}

/** APIs that the other parts call, by the first part of their name. */
const APIS = [
  'artifactregistry',
  'cloudkms',
  'compute',
  'container',
  'containerfilesystem',
  'dns',
  'file',
  'iam',
  'storage',
];

/** APIs of the project. They stay on when the environment goes: others of the project may use them too. */
export class Services extends ComponentResource {
  public constructor(name: string, { project }: ServicesArgs, opts?: ComponentResourceOptions) {
    super('plinth:gcp:Services', name, {}, opts);
    for (const api of APIS)
      new Service(
        `${name}-${api}`,
        { project, service: `${api}.googleapis.com`, disableOnDestroy: false },
        { parent: this },
      );
    this.registerOutputs();
  }
}
