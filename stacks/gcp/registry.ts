import { Repository } from '@pulumi/gcp/artifactregistry/repository.js';
import { ComponentResource, type ComponentResourceOptions, type Output } from '@pulumi/pulumi';
import type { GcpTarget } from '../../spec/target.ts';

/** Caches of which registries. */
export interface RegistryArgs {
  /** Name of the cluster: repositories of one project and region must differ. */
  readonly cluster: string;
  /** Project and region. */
  readonly target: GcpTarget;
}

/** Registries that hand out images without an account, and are cached. */
const UPSTREAMS = {
  docker: 'docker.io',
  ecr: 'public.ecr.aws',
  github: 'ghcr.io',
  k8s: 'registry.k8s.io',
  nvidia: 'nvcr.io',
  quay: 'quay.io',
} as const;
/** Time after which a cached image is fetched anew. Thirty days. Unit: seconds. */
const KEPT = 2_592_000;

/**
 * Caches of public registries (remote repositories of Artifact Registry): images come from the region, also when the registry is
 * down, and only images from there are streamed.
 *
 * They are offered, not forced: an image is cached by whoever names it with the address that the stack puts out.
 */
export class Registry extends ComponentResource {
  /** Address of each cache, by the registry behind it. */
  public readonly addresses: Readonly<Record<string, Output<string>>>;

  public constructor(name: string, args: RegistryArgs, opts?: ComponentResourceOptions) {
    super('plinth:gcp:Registry', name, {}, opts);
    const { cluster, target } = args;
    const { project, region } = target;
    const caches = Object.entries(UPSTREAMS).map(([short, upstream]) => {
      const cache = new Repository(
        `${name}-${short}`,
        {
          repositoryId: `${cluster}-${short}`,
          project,
          location: region,
          description: `Cache of ${upstream}`,
          format: 'DOCKER',
          mode: 'REMOTE_REPOSITORY',
          remoteRepositoryConfig: remote(upstream),
          cleanupPolicyDryRun: false,
          cleanupPolicies: [{ id: 'old', action: 'DELETE', condition: { olderThan: `${KEPT}s` } }],
        },
        { parent: this },
      );
      const host = `${region}-docker.pkg.dev/${project}`;
      return [upstream, cache.repositoryId.apply((id) => `${host}/${id}`)] as const;
    });
    this.addresses = Object.fromEntries(caches);
    this.registerOutputs({ addresses: this.addresses });
  }
}

/** Google has a word of its own for Docker Hub. */
function remote(upstream: string) {
  return upstream === 'docker.io'
    ? { description: upstream, dockerRepository: { publicRepository: 'DOCKER_HUB' } }
    : { description: upstream, commonRepository: { uri: `https://${upstream}` } };
}
