import type { ComponentName, KubernetesMinorName } from '../catalog/index.ts';
import type { PoolDefinition, RightPools } from './define-pool.ts';
import type { TeamDefinition } from './define-team.ts';
import type { PlatformInput } from './platform.ts';
import type { TargetKind } from './target.ts';

/** A target as a program writes it: only the fields of its kind, and only minors of Kubernetes that there are. */
export type TargetDefinition<Kind extends TargetKind> = Extract<PlatformInput['target'], { readonly kind: Kind }> & {
  readonly kind: Kind;
  readonly kubernetes?: KubernetesMinorName;
};

/** A platform as a program writes it. What depends on one another is checked by the compiler, the rest by `parsePlatform`. */
export interface PlatformDefinition<Kind extends TargetKind, Pools extends readonly PoolDefinition[]>
  extends Omit<PlatformInput, 'components' | 'pools' | 'target' | 'teams'> {
  /** Where the platform runs. */
  readonly target: TargetDefinition<Kind>;
  /** Groups of equal nodes. */
  readonly pools: RightPools<Kind, Pools>;
  /** Teams; their quotas name the pools above. */
  readonly teams: readonly TeamDefinition<NoInfer<Pools>>[];
  /**
   * Other versions than the catalogue's, by component.
   *
   * @default - the catalogue's versions
   */
  readonly components?: { readonly [Name in ComponentName]?: { readonly version: string; readonly chart?: string } };
}

/**
 * A platform written in TypeScript instead of YAML: the same fields, and a wrong combination does not compile.
 *
 * Refused are an instance type of another cloud, a partition that the accelerator does not have, capacity that the target
 * does not sell, gangs on a time-sliced pool, a quota on a pool that there is not, unknown fields and words, and wrong
 * units. The value comes back as it was given; `parsePlatform` turns it into a spec.
 *
 * @example
 * export default definePlatform({
 *   apiVersion: 'plinth.dev/v1alpha1',
 *   kind: 'Platform',
 *   metadata: { name: 'atlas' },
 *   target: { kind: 'aws', account: '111122223333', region: 'eu-west-1' },
 *   pools: [{ name: 'train-h100', instance: 'p5.48xlarge', nodes: { max: 16 } }],
 *   teams: [{ name: 'vision', groups: ['oidc:vision'], quota: { 'train-h100': { guaranteed: 64 } } }],
 *   delivery: { kind: 'plain' },
 * });
 */
export function definePlatform<const Kind extends TargetKind, const Pools extends readonly PoolDefinition[]>(
  input: PlatformDefinition<Kind, Pools>,
): PlatformInput {
  return input as PlatformInput;
}
