import { IAMMember } from '@pulumi/gcp/projects/iammember.js';
import { Account } from '@pulumi/gcp/serviceaccount/account.js';
import { ComponentResource, type ComponentResourceOptions } from '@pulumi/pulumi';
import { fittedName } from '../../spec/fitted-name.ts';

/** Whose machines. */
export interface NodeIdentityArgs {
  /** Name of the cluster. */
  readonly cluster: string;
  /** Project. */
  readonly project: string;
}

/** Longest id of an account. Unit: characters. */
const LONGEST_ACCOUNT = 30;
/** What a machine may do: report metrics and logs, and pull images of the project and its caches. */
const ROLES = ['container.defaultNodeServiceAccount', 'artifactregistry.reader'];

/**
 * What all machines are. Google's default account may do almost everything in the project, and some organisations have none.
 */
export class NodeIdentity extends ComponentResource {
  /** The account. */
  public readonly account: Account;

  public constructor(name: string, { cluster, project }: NodeIdentityArgs, opts?: ComponentResourceOptions) {
    super('plinth:gcp:NodeIdentity', name, {}, opts);
    this.account = new Account(
      name,
      { accountId: fittedName(`${cluster}-node`, LONGEST_ACCOUNT), displayName: `Machines of ${cluster}`, project },
      { parent: this },
    );
    const member = this.account.email.apply((email) => `serviceAccount:${email}`);
    for (const role of ROLES)
      new IAMMember(`${name}-${role}`, { project, role: `roles/${role}`, member }, { parent: this });
    this.registerOutputs({ account: this.account.email });
  }
}
