import type { PlatformInput } from '../../../spec/platform.ts';
import type { Statement } from '../../../stacks/aws/iam.ts';
import { type PoolInput, platformOn, TARGETS, type TargetInput } from '../target-sample.ts';

/** A platform on AWS whose objects Pulumi brings; one pool of H100 machines unless told otherwise. */
export function onAws(pool: Partial<PoolInput> = {}, target: Partial<TargetInput<'aws'>> = {}): PlatformInput {
  const train: PoolInput = { name: 'train', instance: 'p5.48xlarge', nodes: { min: 2, max: 4 }, zones: ['eu-west-1a'] };
  return {
    ...platformOn({ ...TARGETS.aws, ...target }, { ...train, ...pool }),
    delivery: { kind: 'pulumi' },
  };
}

/** The statements of a policy that was given as text. */
export function statements(policy: unknown): Statement[] {
  return (JSON.parse(policy as string) as { Statement: Statement[] }).Statement;
}
