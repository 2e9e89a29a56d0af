import { PullThroughCacheRule } from '@pulumi/aws/ecr/pullThroughCacheRule.js';
import { ComponentResource, type ComponentResourceOptions, type Output } from '@pulumi/pulumi';
import { fittedName } from '../../spec/fitted-name.ts';
import type { AwsTarget } from '../../spec/target.ts';
import { partitionOf } from './iam.ts';

/** Caches of which registries. */
export interface RegistryArgs {
  /** Name of the cluster: rules of one account and region must differ. */
  readonly cluster: string;
  /** Account and region. */
  readonly target: AwsTarget;
}

/** Registries that hand out images without an account. Docker Hub, GitHub and GitLab want credentials, which nobody gave. */
const UPSTREAMS = { ecr: 'public.ecr.aws', k8s: 'registry.k8s.io', quay: 'quay.io' } as const;
/** Room for the cluster's name in a prefix, which may have 30 characters. */
const LONGEST_CLUSTER = 24;

/**
 * Caches of public registries (ECR pull-through): images come from the region, also when the registry is down.
 *
 * They are offered, not forced: an image is cached by whoever names it with the address that the stack puts out.
 */
export class Registry extends ComponentResource {
  /** Address of each cache, by the registry behind it. */
  public readonly addresses: Readonly<Record<string, Output<string>>>;

  public constructor(name: string, args: RegistryArgs, opts?: ComponentResourceOptions) {
    super('plinth:aws:Registry', name, {}, opts);
    const { cluster, target } = args;
    const host = `${target.account}.dkr.ecr.${target.region}.${suffixOf(target.region)}`;
    const caches = Object.entries(UPSTREAMS).map(([short, upstreamRegistryUrl]) => {
      const ecrRepositoryPrefix = `${fittedName(cluster, LONGEST_CLUSTER)}/${short}`;
      const rule = new PullThroughCacheRule(
        `${name}-${short}`,
        { ecrRepositoryPrefix, upstreamRegistryUrl },
        { parent: this },
      );
      return [upstreamRegistryUrl, rule.ecrRepositoryPrefix.apply((prefix) => `${host}/${prefix}`)] as const;
    });
    this.addresses = Object.fromEntries(caches);
    this.registerOutputs({ addresses: this.addresses });
  }
}

function suffixOf(region: string): string {
  return partitionOf(region) === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
}
