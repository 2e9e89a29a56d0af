import type { Input, ProviderResource } from '@pulumi/pulumi';
import type { TargetFacts } from '../spec/facts.ts';
import type { PlatformSpec } from '../spec/platform.ts';
import type { Deletion } from './deletion.ts';
import type { ClusterObject } from './kubernetes-object.ts';
import type { TargetStack } from './target-stack.ts';

/** What a team's own part of an environment is given. */
export interface OwnPartArgs {
  /** The platform as the user means it. */
  readonly spec: PlatformSpec;
  /** Names that the environment is built under. */
  readonly facts: TargetFacts;
  /** What happens to data: give `protect` and `retainOnDelete` where it is `protected`. */
  readonly deletion: Deletion;
  /** Parent of everything that the part makes: it stands in the preview below the environment, and goes after what runs in the cluster. */
  readonly parent: TargetStack;
  /** The cloud's provider, which knows region and account. @default - the target hands none over: Pulumi's default one */
  readonly provider?: ProviderResource;
}

/** What a part hands over. */
export interface OwnPartMade {
  /**
   * Objects for the cluster that hold what is known only after deployment. Each is one that a room asks for in its
   * `external`, so that manifests know its name before.
   *
   * @default - none
   */
  readonly objects?: readonly ClusterObject[];
  /** What people, or another stack, want to know. @default - nothing */
  readonly exports?: Readonly<Record<string, Input<unknown>>>;
}

/**
 * A team's own part of an environment: makes resources of Pulumi, under names that it chose before.
 *
 * The name is the fact: a constant that the part and a room of the team both import. The room names it in manifests; the part
 * makes it true.
 */
export type OwnPart = (environment: OwnPartArgs) => OwnPartMade | undefined | Promise<OwnPartMade | undefined>;
