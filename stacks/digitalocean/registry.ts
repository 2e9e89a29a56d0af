import { ContainerRegistries } from '@pulumi/digitalocean/containerRegistries.js';
import { ComponentResource, type ComponentResourceOptions, type Output } from '@pulumi/pulumi';
import { type Deletion, dataOptions } from '../deletion.ts';

/** Which registry. */
export interface RegistryArgs {
  /** Name; global on DigitalOcean. */
  readonly registry: string;
  /** What happens to its images. */
  readonly deletion: Deletion;
}

/**
 * Registry of the platform's own images.
 *
 * A team of DigitalOcean pays one subscription for all its registries, and only `professional` has more than one: with a smaller one a
 * second environment could not be built. Its region is left to DigitalOcean, which has registries in some of its regions only.
 */
export class Registry extends ComponentResource {
  /** The registry. */
  public readonly registry: ContainerRegistries;
  /** Where images are pushed to. */
  public readonly address: Output<string>;

  public constructor(name: string, { deletion, registry }: RegistryArgs, opts?: ComponentResourceOptions) {
    super('plinth:digitalocean:Registry', name, {}, opts);
    this.registry = new ContainerRegistries(
      name,
      { name: registry, subscriptionTierSlug: 'professional' },
      { parent: this, ...dataOptions(deletion) },
    );
    this.address = this.registry.endpoint;
    this.registerOutputs({ address: this.address });
  }
}
