import { ResourceGroup } from '@pulumi/azure-native/resources/resourceGroup.js';
import { ComponentResource, type ComponentResourceOptions, type Output } from '@pulumi/pulumi';
import type { PlatformSpec } from '../../spec/platform.ts';
import type { AzureTarget } from '../../spec/target.ts';
import { type Deletion, dataOptions } from '../deletion.ts';

/** What is grouped. */
export interface ResourceGroupsArgs {
  /** Name of the cluster. */
  readonly cluster: string;
  /** Region. */
  readonly target: AzureTarget;
  /** Tags of everything. */
  readonly tags: Tags;
  /** What happens to data. */
  readonly deletion: Deletion;
}

/** Tags of a resource of Azure. */
export type Tags = Readonly<Record<string, string>>;

/** Where a resource stands: group, region and tags, as most of Azure's resources want them. */
export interface Place {
  readonly resourceGroupName: Output<string>;
  readonly location: string;
  readonly tags: Tags;
}

/**
 * Two groups: Azure deletes a group together with everything in it, so data lies in one of its own, which is kept.
 *
 * AKS makes a third for the machines, which goes with the cluster.
 */
export class ResourceGroups extends ComponentResource {
  /** Cluster, network and identities. */
  public readonly own: Place;
  /** Storage accounts and registry. */
  public readonly data: Place;

  public constructor(name: string, args: ResourceGroupsArgs, opts?: ComponentResourceOptions) {
    super('plinth:azure:ResourceGroups', name, {}, opts);
    const { cluster, deletion, tags, target } = args;
    const place = (resource: string, resourceGroupName: string, kept: ComponentResourceOptions): Place => {
      const group = new ResourceGroup(
        resource,
        { resourceGroupName, location: target.region, tags },
        { parent: this, ...kept },
      );
      return { resourceGroupName: group.name, location: target.region, tags };
    };
    this.own = place(`${name}-own`, cluster, {});
    this.data = place(`${name}-data`, `${cluster}-data`, dataOptions(deletion));
    this.registerOutputs();
  }
}

/** Tags by which people find whose something is. Azure takes no slashes in their names. */
export function tagsOf({ environment, name }: PlatformSpec['metadata'], pool?: string): Tags {
  return {
    'plinth-platform': name,
    'plinth-environment': environment,
    ...(pool === undefined ? {} : { 'plinth-pool': pool }),
  };
}
