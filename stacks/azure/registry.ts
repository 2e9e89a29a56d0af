import { CacheRule } from '@pulumi/azure-native/containerregistry/cacheRule.js';
import { Registry as AzureRegistry } from '@pulumi/azure-native/containerregistry/registry.js';
import { all, ComponentResource, type ComponentResourceOptions, type Input, type Output } from '@pulumi/pulumi';
import type { PlatformOn } from '../../spec/platform.ts';
import { type Deletion, dataOptions } from '../deletion.ts';
import { accountName } from './facts.ts';
import type { Place } from './resource-groups.ts';
import { grant } from './roles.ts';

/** Caches of which registries, for which machines. */
export interface RegistryArgs {
  /** The platform. */
  readonly spec: PlatformOn<'azure'>;
  /** Object id of the machines, which pull. */
  readonly machines: Input<string>;
  /** Group of what is kept. */
  readonly place: Place;
  /** What happens to images that people put there. */
  readonly deletion: Deletion;
}

/** Registries that hand out images without an account. Docker Hub and GitLab want credentials, which nobody gave. */
const UPSTREAMS = { ecr: 'public.ecr.aws', github: 'ghcr.io', k8s: 'registry.k8s.io', quay: 'quay.io' } as const;

/**
 * Registry with caches of public ones (ACR artifact cache): images come from the region, also when the registry behind is down.
 *
 * They are offered, not forced: an image is cached by whoever names it with the address that the stack puts out.
 */
export class Registry extends ComponentResource {
  /** Address of each cache, by the registry behind it. */
  public readonly addresses: Readonly<Record<string, Output<string>>>;

  public constructor(name: string, args: RegistryArgs, opts?: ComponentResourceOptions) {
    super('plinth:azure:Registry', name, {}, opts);
    const { deletion, machines, place, spec } = args;
    const registry = new AzureRegistry(
      name,
      {
        ...place,
        registryName: accountName(spec, 'images'),
        sku: { name: 'Standard' },
        adminUserEnabled: false,
        anonymousPullEnabled: false,
      },
      { parent: this, ...dataOptions(deletion) },
    );
    grant(
      `${name}-pull`,
      { target: spec.target, role: 'AcrPull', scope: registry.id, principalId: machines },
      { parent: this },
    );
    this.addresses = this.#caches(name, registry, place);
    this.registerOutputs({ addresses: this.addresses });
  }

  #caches(name: string, registry: AzureRegistry, { resourceGroupName }: Place): Record<string, Output<string>> {
    const caches = Object.entries(UPSTREAMS).map(([short, upstream]) => {
      const rule = new CacheRule(
        `${name}-${short}`,
        {
          resourceGroupName,
          registryName: registry.name,
          cacheRuleName: `cache-${short}`,
          sourceRepository: `${upstream}/*`,
          targetRepository: `${short}/*`,
        },
        { parent: this, deletedWith: registry },
      );
      return [upstream, all([registry.loginServer, rule.id]).apply(([host]) => `${host}/${short}`)] as const;
    });
    return Object.fromEntries(caches);
  }
}
