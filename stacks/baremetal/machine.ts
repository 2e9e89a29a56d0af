import { ComponentResource, type ComponentResourceOptions, type Output } from '@pulumi/pulumi';
import type { Deletion } from '../deletion.ts';
import type { MachineInput } from './machine-patches.ts';
import { machinePatches } from './machine-patches.ts';
import { apiEndpoint } from './network.ts';
import { ConfigurationApply, type MachineSecrets, machineConfiguration } from './talos.ts';
import { kubernetesVersion, versionOf } from './versions.ts';

/** A machine, and the cluster that it joins. */
export interface MachineArgs extends Omit<MachineInput, 'image'> {
  /** Name of the cluster. */
  readonly cluster: string;
  /** Its keys. */
  readonly secrets: MachineSecrets;
  /** Address of the image that it is installed from. */
  readonly image: Output<string>;
  /** What happens to its disks. */
  readonly deletion: Deletion;
}

/**
 * A machine with its configuration. It waits in Talos' maintenance mode, started from the network or a stick.
 *
 * When it leaves the spec it runs on, as it is, because its disks may hold the only copy of something: it is reset by
 * `talosctl reset`. Nobody would hold it then, so it is guarded like a pool of accelerators (stacks/guard.ts): it leaves once it was allowed
 * by its name or its pool's. Machines of an ephemeral environment are reset and wait again.
 */
export class Machine extends ComponentResource {
  /** Its configuration, applied. */
  public readonly applied: ConfigurationApply;

  public constructor(name: string, args: MachineArgs, opts?: ComponentResourceOptions) {
    super('plinth:baremetal:Machine', name, {}, opts);
    const { cluster, deletion, image, machine, pool, secrets, spec } = args;
    const text = machineConfiguration(
      {
        clusterName: cluster,
        clusterEndpoint: apiEndpoint(spec),
        machineType: pool === undefined ? 'controlplane' : 'worker',
        machineSecrets: secrets.machineSecrets,
        talosVersion: `v${versionOf(spec, 'talos')}`,
        kubernetesVersion: kubernetesVersion(spec),
        configPatches: image.apply((known) => machinePatches({ ...args, image: known })),
      },
      { parent: this },
    );
    this.applied = new ConfigurationApply(
      name,
      {
        node: machine.address,
        clientConfiguration: secrets.clientConfiguration,
        machineConfigurationInput: text,
        ...(deletion === 'ephemeral' ? { onDestroy: { reset: true, graceful: false, reboot: true } } : {}),
      },
      { parent: this },
    );
    this.registerOutputs({ node: machine.address });
  }
}
