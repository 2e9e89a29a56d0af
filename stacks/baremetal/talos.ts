import {
  CustomResource,
  type CustomResourceOptions,
  type Input,
  type InvokeOutputOptions,
  type Output,
  ProviderResource,
  type ResourceOptions,
  runtime,
  secret,
} from '@pulumi/pulumi';
import { components } from '../../catalog/index.ts';

/**
 * Resources of the Talos provider, as far as they are needed here. Its SDK is not on npm; types and names are those of its schema.
 *
 * @see https://github.com/pulumiverse/pulumi-talos
 */
const PLUGIN = {
  version: components['pulumi-talos'].version,
  pluginDownloadURL: 'github://api.github.com/pulumiverse',
} as const;

/** The provider; every resource and question goes through it, so that version and source of the plugin are said once. */
export class TalosProvider extends ProviderResource {
  public constructor(name: string, opts?: ResourceOptions) {
    super('talos', name, {}, { ...opts, ...PLUGIN });
  }
}

/** Certificate and key by which the API of a machine lets somebody in. */
export interface ClientConfiguration {
  readonly caCertificate: string;
  readonly clientCertificate: string;
  readonly clientKey: string;
}

/** Keys and certificates that make machines one cluster. Who has them is the cluster. */
export class MachineSecrets extends CustomResource {
  /** All of them. */
  public declare readonly machineSecrets: Output<object>;
  /** Those of an administrator. */
  public declare readonly clientConfiguration: Output<ClientConfiguration>;

  public constructor(name: string, args: { readonly talosVersion: string }, opts?: CustomResourceOptions) {
    const outputs = { machineSecrets: undefined, clientConfiguration: undefined };
    const additionalSecretOutputs = ['machineSecrets', 'clientConfiguration'];
    super(
      'talos:machine/secrets:Secrets',
      name,
      { ...args, ...outputs },
      { ...opts, ...PLUGIN, additionalSecretOutputs },
    );
  }
}

/** What a machine is made with. */
export interface ConfigurationApplyArgs {
  /** Address of the machine. */
  readonly node: string;
  /** Who applies it. */
  readonly clientConfiguration: Input<ClientConfiguration>;
  /** The whole configuration; it holds keys. */
  readonly machineConfigurationInput: Input<string>;
  /** What happens to the machine when it leaves the cluster. @default - nothing */
  readonly onDestroy?: { readonly reset: boolean; readonly graceful: boolean; readonly reboot: boolean };
}

/** Gives a machine its configuration: installs the operating system the first time, changes it later. */
export class ConfigurationApply extends CustomResource {
  public constructor(name: string, args: ConfigurationApplyArgs, opts?: CustomResourceOptions) {
    const { clientConfiguration, machineConfigurationInput } = args;
    const hidden = {
      clientConfiguration: secret(clientConfiguration),
      machineConfigurationInput: secret(machineConfigurationInput),
    };
    const additionalSecretOutputs = ['machineConfiguration', 'machineConfigurationInput', 'clientConfiguration'];
    super(
      'talos:machine/configurationApply:ConfigurationApply',
      name,
      { ...args, ...hidden },
      { ...opts, ...PLUGIN, additionalSecretOutputs },
    );
  }
}

/** Which machine is asked, and by whom. */
export interface OnMachineArgs {
  readonly node: string;
  readonly clientConfiguration: Input<ClientConfiguration>;
}

/** Makes the first machine of the control plane begin the cluster's store; once in its life. */
export class Bootstrap extends CustomResource {
  public constructor(name: string, args: OnMachineArgs, opts?: CustomResourceOptions) {
    const inputs = { ...args, clientConfiguration: secret(args.clientConfiguration) };
    const additionalSecretOutputs = ['clientConfiguration'];
    super('talos:machine/bootstrap:Bootstrap', name, inputs, { ...opts, ...PLUGIN, additionalSecretOutputs });
  }
}

/** Way to the Kubernetes API; made anew before its certificate expires. */
export class Kubeconfig extends CustomResource {
  /** Its text. */
  public declare readonly kubeconfigRaw: Output<string>;

  public constructor(name: string, args: OnMachineArgs, opts?: CustomResourceOptions) {
    const inputs = { ...args, clientConfiguration: secret(args.clientConfiguration), kubeconfigRaw: undefined };
    const additionalSecretOutputs = ['kubeconfigRaw', 'kubernetesClientConfiguration', 'clientConfiguration'];
    super('talos:cluster/kubeconfig:Kubeconfig', name, inputs, { ...opts, ...PLUGIN, additionalSecretOutputs });
  }
}

/** Image of the operating system with extensions, as the Image Factory knows it: the same extensions have the same id. */
export class Schematic extends CustomResource {
  public constructor(name: string, args: { readonly schematic: string }, opts?: CustomResourceOptions) {
    super('talos:imageFactory/schematic:Schematic', name, { ...args }, { ...opts, ...PLUGIN });
  }
}

/** What a machine's configuration is generated from. */
export interface ConfigurationArgs {
  readonly clusterName: string;
  readonly clusterEndpoint: string;
  readonly machineType: 'controlplane' | 'worker';
  readonly machineSecrets: Input<object>;
  readonly talosVersion: string;
  readonly kubernetesVersion: string;
  /** Changes to what is generated, each a document. */
  readonly configPatches: Input<readonly Input<string>[]>;
}

/** The configuration of a machine. It holds keys, so it is a secret. */
export function machineConfiguration(args: ConfigurationArgs, opts: InvokeOutputOptions): Output<string> {
  const inputs = { ...args, machineSecrets: secret(args.machineSecrets), docs: false, examples: false };
  const token = 'talos:machine/getConfiguration:getConfiguration';
  const found = runtime.invokeOutput<{ readonly machineConfiguration: string }>(token, inputs, { ...opts, ...PLUGIN });
  return secret(found.apply(({ machineConfiguration: text }) => text));
}
