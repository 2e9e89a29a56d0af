import { Service } from '@pulumi/gcp/projects/service.js';
import { ComponentResource, type ComponentResourceOptions } from '@pulumi/pulumi';
import type { GcpTarget } from '../../spec/target.ts';

/** Which project. */
export interface ServicesArgs {
  /** Project of the cluster, and what is asked for in it. */
  readonly target: Pick<GcpTarget, 'lustre' | 'project'>;
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

/** APIs of Managed Lustre, and of the connection to its network. */
const LUSTRE_APIS = ['lustre', 'servicenetworking'] as const;

/** APIs of the project. They stay on when the environment goes: others of the project may use them too. */
export class Services extends ComponentResource {
  public constructor(name: string, { target }: ServicesArgs, opts?: ComponentResourceOptions) {
    super('plinth:gcp:Services', name, {}, opts);
    const { lustre, project } = target;
    for (const api of lustre === undefined ? APIS : [...APIS, ...LUSTRE_APIS])
      new Service(
        `${name}-${api}`,
        { project, service: `${api}.googleapis.com`, disableOnDestroy: false },
        { parent: this },
      );
    this.registerOutputs();
  }
}
