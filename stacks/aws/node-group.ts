import { LaunchTemplate } from '@pulumi/aws/ec2/launchTemplate.js';
import { PlacementGroup } from '@pulumi/aws/ec2/placementGroup.js';
import { NodeGroup as EksNodeGroup, type NodeGroupArgs as EksNodeGroupArgs } from '@pulumi/aws/eks/nodeGroup.js';
import { ComponentResource, type ComponentResourceOptions, type Input, type Resource } from '@pulumi/pulumi';
import { type LaunchTemplateInput, launchTemplateArgs } from './launch-template.ts';

/** A group of equal machines. */
export interface NodeGroupArgs {
  /** The group at EKS, without what follows from the template. */
  readonly group: Omit<EksNodeGroupArgs, 'launchTemplate' | 'instanceTypes' | 'updateConfig' | 'nodeRepairConfig'>;
  /** Settings of its machines. */
  readonly machine: Omit<LaunchTemplateInput, 'placementGroup'>;
  /** Placement group that they are packed into. @default - none */
  readonly placementGroup?: Input<string>;
  /** Whether the number of machines is someone else's to change. @default false */
  readonly sizedByOthers?: boolean;
  /** What must be there before a machine joins. */
  readonly after: readonly Resource[];
}

/**
 * A node group of EKS and the template of its machines.
 *
 * Names are chosen, so a group that must be replaced is deleted first; two could not hold one reservation anyway.
 */
export class NodeGroup extends ComponentResource {
  /** The group. */
  public readonly eks: EksNodeGroup;

  public constructor(name: string, args: NodeGroupArgs, opts?: ComponentResourceOptions) {
    super('plinth:aws:NodeGroup', name, {}, opts);
    const { after, group, machine, placementGroup } = args;
    const template = new LaunchTemplate(name, launchTemplateArgs({ ...machine, placementGroup }), { parent: this });
    this.eks = new EksNodeGroup(
      name,
      {
        ...group,
        launchTemplate: { id: template.id, version: template.latestVersion.apply(String) },
        updateConfig: { maxUnavailable: 1 },
        nodeRepairConfig: { enabled: true },
      },
      {
        parent: this,
        dependsOn: [...after],
        deleteBeforeReplace: true,
        ...(args.sizedByOthers === true ? { ignoreChanges: ['scalingConfig.desiredSize'] } : {}),
      },
    );
    this.registerOutputs({ name: this.eks.nodeGroupName });
  }
}

/** A placement group that packs machines close together; of one zone, whichever its first machine stands in. */
export function packed(name: string, group: string, opts: ComponentResourceOptions): PlacementGroup {
  return new PlacementGroup(name, { name: group, strategy: 'cluster' }, opts);
}
