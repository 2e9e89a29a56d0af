import { ComponentResource, type ComponentResourceOptions, secret } from '@pulumi/pulumi';
import type { PlatformOn } from '../../spec/platform.ts';
import { type Deletion, dataOptions } from '../deletion.ts';
import type { ClusterAccess } from '../target-stack.ts';
import type { Images } from './image.ts';
import { Machine } from './machine.ts';
import { Bootstrap, Kubeconfig, MachineSecrets } from './talos.ts';
import { versionOf } from './versions.ts';

/** What a cluster is made of. */
export interface ClusterArgs {
  /** Name of the cluster, from the facts. */
  readonly cluster: string;
  /** The platform. */
  readonly spec: PlatformOn<'baremetal'>;
  /** Images of the operating system. */
  readonly images: Images;
  /** What happens to its keys and disks. */
  readonly deletion: Deletion;
}

/**
 * Control plane on machines of one's own: keys, machines, the beginning of the cluster's store, and the way in.
 *
 * The keys are the cluster: with them lost nobody can change a machine again without wiping it. They are protected, stand in the stack's
 * state encrypted, and nowhere else. The store is encrypted with one of them, which is what there is instead of key management.
 */
export class Cluster extends ComponentResource {
  /** Keys of the cluster. */
  public readonly secrets: MachineSecrets;
  /** The cluster, begun. */
  public readonly begun: Bootstrap;
  /** Way to its API. */
  public readonly access: ClusterAccess;

  public constructor(name: string, args: ClusterArgs, opts?: ComponentResourceOptions) {
    super('plinth:baremetal:Cluster', name, {}, opts);
    const { cluster, deletion, images, spec } = args;
    const { target } = spec;
    const talosVersion = `v${versionOf(spec, 'talos')}`;
    this.secrets = new MachineSecrets(`${name}-secrets`, { talosVersion }, { parent: this, ...dataOptions(deletion) });
    const machines = target.machines.filter(({ pool }) => pool === undefined);
    const image = images.of(undefined);
    const applied = machines.map((machine) => {
      const of = { cluster, spec, machine, image, secrets: this.secrets, deletion };
      return new Machine(`${cluster}-machine-${machine.name}`, of, { parent: this }).applied;
    });
    const [first] = machines;
    const here = { node: first?.address ?? '', clientConfiguration: this.secrets.clientConfiguration };
    this.begun = new Bootstrap(name, here, { parent: this, dependsOn: applied.slice(0, 1) });
    const way = new Kubeconfig(name, here, { parent: this, dependsOn: [this.begun, ...applied] });
    this.access = {
      kubeconfig: secret(way.kubeconfigRaw),
      identifier: `talos:${target.site}:${cluster}`,
      adopts: true,
    };
    this.registerOutputs({ endpoint: here.node });
  }
}
