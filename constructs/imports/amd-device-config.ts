import { ApiObject, type ApiObjectProps } from 'cdk8s';
import type { Construct } from 'constructs';
import type { IntOrString, LocalObjectReference, ObjectMeta, PullPolicy, Toleration } from './kubernetes.gen.ts';

// Written by hand for AMD GPU operator 1.5: no module of the proxy and no package carries its CRD.

/** An image of the operator's, and how it is pulled. */
interface OperandImage {
  /**
   * Image with its tag.
   *
   * @default - the one that the operator's release names
   */
  readonly image?: string;
  readonly imagePullPolicy?: PullPolicy;
  readonly imageRegistrySecret?: LocalObjectReference;
}

/** A daemon that the operator runs on the nodes. */
interface Operand extends OperandImage {
  /** Whether it runs. */
  readonly enable?: boolean;
  /**
   * Labels of the nodes on which it runs.
   *
   * @default - those of `selector` of the whole object
   */
  readonly selector?: Readonly<Record<string, string>>;
  readonly upgradePolicy?: OperandUpgradePolicy;
}

interface OperandUpgradePolicy {
  readonly upgradeStrategy?: 'RollingUpdate' | 'OnDelete';
  /** Pods, not percent. */
  readonly maxUnavailable?: number;
}

/** The kernel driver. */
interface AmdDriver {
  /** Whether the operator installs it; `false` where the host image brings it. */
  readonly enable?: boolean;
  /** Whether the in-tree module is kept from loading. */
  readonly blacklist?: boolean;
  readonly driverType?: 'container' | 'vf-passthrough' | 'pf-passthrough';
  /** Repository of the image with the compiled driver, without a tag. */
  readonly image?: string;
  readonly imageRegistrySecret?: LocalObjectReference;
  /** Version of the amdgpu driver. */
  readonly version?: string;
  readonly tolerations?: readonly Toleration[];
  readonly upgradePolicy?: {
    readonly enable?: boolean;
    /** Nodes that are upgraded at the same time; 0 is no limit. */
    readonly maxParallelUpgrades?: number;
    readonly maxUnavailableNodes?: IntOrString;
    readonly rebootRequired?: boolean;
  };
}

/** The device plugin and the node labeller. */
interface AmdDevicePlugin {
  /** Whether GPUs are offered as extended resources; off where the DRA driver offers them. */
  readonly enableDevicePlugin?: boolean;
  readonly devicePluginImage?: string;
  readonly devicePluginImagePullPolicy?: PullPolicy;
  readonly devicePluginArguments?: Readonly<Record<string, string>>;
  readonly devicePluginTolerations?: readonly Toleration[];
  readonly enableNodeLabeller?: boolean;
  readonly nodeLabellerImage?: string;
  readonly nodeLabellerImagePullPolicy?: PullPolicy;
  readonly nodeLabellerArguments?: readonly string[];
  readonly nodeLabellerTolerations?: readonly Toleration[];
  readonly imageRegistrySecret?: LocalObjectReference;
  readonly upgradePolicy?: OperandUpgradePolicy;
}

/** How AMD GPUs of the selected nodes are set up; remediation and the exporter's TLS are left out. */
export interface DeviceConfigSpec {
  /** Labels of the nodes that are set up. */
  readonly selector?: Readonly<Record<string, string>>;
  readonly driver?: AmdDriver;
  readonly devicePlugin?: AmdDevicePlugin;
  /** The DRA driver; not together with the device plugin. */
  readonly draDriver?: Operand & {
    readonly cmdLineArguments?: Readonly<Record<string, string>>;
    readonly tolerations?: readonly Toleration[];
  };
  readonly metricsExporter?: Operand & {
    /** TCP port of the metrics. */
    readonly port?: number;
    /** TCP port on every node, for the service type `NodePort`. */
    readonly nodePort?: number;
    readonly serviceType?: 'ClusterIP' | 'NodePort';
    readonly config?: LocalObjectReference;
    readonly podAnnotations?: Readonly<Record<string, string>>;
    readonly tolerations?: readonly Toleration[];
    readonly prometheus?: {
      readonly serviceMonitor?: {
        readonly enable?: boolean;
        /** Prometheus duration, for example `30s`. */
        readonly interval?: string;
        readonly honorLabels?: boolean;
        readonly labels?: Readonly<Record<string, string>>;
      };
    };
  };
  /** Partitions GPUs as a ConfigMap says. */
  readonly configManager?: Operand & {
    readonly config?: LocalObjectReference;
    readonly configManagerTolerations?: readonly Toleration[];
  };
  /** Tests GPUs that have become unhealthy. */
  readonly testRunner?: Operand & {
    readonly config?: LocalObjectReference;
    readonly tolerations?: readonly Toleration[];
    readonly logsLocation?: { readonly hostPath?: string; readonly mountPath?: string };
  };
  readonly commonConfig?: {
    readonly initContainerImage?: string;
    readonly imageRegistrySecrets?: readonly LocalObjectReference[];
    readonly utilsContainer?: OperandImage;
  };
}

/** Props of a {@link DeviceConfig}. */
export interface DeviceConfigProps {
  readonly metadata?: ObjectMeta;
  readonly spec?: DeviceConfigSpec;
}

/** amd.com/v1alpha1 DeviceConfig, namespaced. */
export class DeviceConfig extends ApiObject {
  static readonly apiVersion = 'amd.com/v1alpha1';
  static readonly kind = 'DeviceConfig';
  declare readonly kind: 'DeviceConfig';
  constructor(scope: Construct, id: string, props: DeviceConfigProps = {}) {
    super(scope, id, { ...props, apiVersion: 'amd.com/v1alpha1', kind: 'DeviceConfig' } as ApiObjectProps);
  }
}
