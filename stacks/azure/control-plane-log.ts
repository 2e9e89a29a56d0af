import { DiagnosticSetting } from '@pulumi/azure-native/monitor/diagnosticSetting.js';
import { Workspace } from '@pulumi/azure-native/operationalinsights/workspace.js';
import { ComponentResource, type ComponentResourceOptions, type Input } from '@pulumi/pulumi';
import type { Place } from './resource-groups.ts';

/** Whose log. */
export interface ControlPlaneLogArgs {
  /** Name of the cluster. */
  readonly cluster: string;
  /** Its id at Azure. */
  readonly clusterId: Input<string>;
  /** Where the log stands. */
  readonly place: Place;
}

/** Longest that the log is kept. Unit: days. A quarter, as audits usually ask. */
const LOG_DAYS = 90;

/** What is logged: all that changes something or lets somebody in. Who only read what is left out; it is most of the volume. */
const CATEGORIES = [
  'cloud-controller-manager',
  'cluster-autoscaler',
  'guard',
  'kube-apiserver',
  'kube-audit-admin',
  'kube-controller-manager',
  'kube-scheduler',
];

/** The control plane's log, which AKS keeps nowhere unless it is told to. */
export class ControlPlaneLog extends ComponentResource {
  public constructor(name: string, args: ControlPlaneLogArgs, opts?: ComponentResourceOptions) {
    super('plinth:azure:ControlPlaneLog', name, {}, opts);
    const { cluster, clusterId, place } = args;
    const workspace = new Workspace(
      name,
      { ...place, workspaceName: `${cluster}-log`, sku: { name: 'PerGB2018' }, retentionInDays: LOG_DAYS },
      { parent: this },
    );
    new DiagnosticSetting(
      name,
      {
        name: 'plinth',
        resourceUri: clusterId,
        workspaceId: workspace.id,
        logAnalyticsDestinationType: 'Dedicated',
        logs: CATEGORIES.map((category) => ({ category, enabled: true })),
      },
      { parent: this },
    );
    this.registerOutputs();
  }
}
