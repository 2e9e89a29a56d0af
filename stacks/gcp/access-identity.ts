import { DnsManagedZoneIamMember } from '@pulumi/gcp/dns/dnsManagedZoneIamMember.js';
import { IAMMember } from '@pulumi/gcp/projects/iammember.js';
import { Service } from '@pulumi/gcp/projects/service.js';
import { ComponentResource, type ComponentResourceOptions, type Input, interpolate } from '@pulumi/pulumi';
import type { AccessSpec } from '../../spec/access.ts';
import { ACCESS_ACCOUNTS } from '../../spec/access-identity.ts';
import type { AccessFacts } from '../../spec/facts.ts';
import type { Cluster } from './cluster.ts';

/** What the way in may do on Google Cloud. */
export interface AccessIdentityArgs {
  /** The cluster whose pods they are; Google knows them only once it is there. */
  readonly cluster: Cluster;
  /** Project. */
  readonly project: string;
  /** Number of the project. */
  readonly number: Input<string>;
  /** Beginning of the names by which Google knows pods. */
  readonly pool: Input<string>;
  /** What the spec says about the way in. */
  readonly access: AccessSpec;
  /** What the manifests count on. */
  readonly facts: AccessFacts;
}

/**
 * Rights of the controllers of the way in: records of one zone, and secrets whose names begin with the platform's.
 *
 * GKE takes no tokens of other issuers for its API server but by Workforce Identity, which belongs to an organisation: people
 * sign in there with Google's own.
 */
export class AccessIdentity extends ComponentResource {
  public constructor(name: string, args: AccessIdentityArgs, opts?: ComponentResourceOptions) {
    super('plinth:gcp:AccessIdentity', name, {}, opts);
    const { access, facts } = args;
    const zone = facts.dns?.provider === 'google' ? access.dns?.id : undefined;
    if (zone !== undefined) {
      this.#zone(name, args, 'dns', zone);
      if (access.certificates.kind === 'acme') this.#zone(name, args, 'certificates', zone);
    }
    if (facts.secretStore?.kind === 'gcp') this.#secrets(name, args, facts.secretStore.prefix);
    this.registerOutputs();
  }

  #zone(name: string, args: AccessIdentityArgs, what: 'dns' | 'certificates', managedZone: string): void {
    const { cluster, project } = args;
    const member = memberOf(args, what);
    const after = { parent: this, dependsOn: [cluster.gke] };
    new DnsManagedZoneIamMember(`${name}-${what}`, { project, managedZone, role: 'roles/dns.admin', member }, after);
    // Which zones there are can only be seen in the whole project.
    new IAMMember(`${name}-${what}-zones`, { project, role: 'roles/dns.reader', member }, after);
  }

  #secrets(name: string, args: AccessIdentityArgs, prefix: string): void {
    const { cluster, number, project } = args;
    const api = new Service(
      `${name}-secretmanager`,
      { project, service: 'secretmanager.googleapis.com', disableOnDestroy: false },
      { parent: this },
    );
    new IAMMember(
      `${name}-secrets`,
      {
        project,
        role: 'roles/secretmanager.secretAccessor',
        member: memberOf(args, 'secrets'),
        condition: {
          title: `secrets of ${prefix}`,
          expression: interpolate`resource.name.startsWith("projects/${number}/secrets/${prefix}_")`,
        },
      },
      { parent: this, dependsOn: [cluster.gke, api] },
    );
  }
}

function memberOf({ pool }: AccessIdentityArgs, what: keyof typeof ACCESS_ACCOUNTS) {
  const { namespace, serviceAccount } = ACCESS_ACCOUNTS[what];
  return interpolate`${pool}/subject/ns/${namespace}/sa/${serviceAccount}`;
}
