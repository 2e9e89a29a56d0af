import type { PlatformInput } from '../../../spec/platform.ts';
import { samplePlatform } from '../../sample.ts';

/** What a test says about policy. */
export type PolicyInput = NonNullable<PlatformInput['policy']>;

/** A digest. */
export const DIGEST = `sha256:${'0f3a'.repeat(16)}`;

/** A platform with every policy that the API server decides by itself. */
export function policyPlatform(policy: PolicyInput = {}, change: Partial<PlatformInput> = {}): PlatformInput {
  return samplePlatform({
    delivery: { kind: 'plain' },
    policy: {
      images: { registries: ['registry.example.org', 'nvcr.io/nvidia', 'docker.io/library'], ...policy.images },
      labels: policy.labels ?? [{ key: 'example.org/cost-centre', pattern: 'cc-[0-9]+' }],
      ...(policy.budgets === undefined ? {} : { budgets: policy.budgets }),
      ...(policy.egress === undefined ? {} : { egress: policy.egress }),
      exceptions: policy.exceptions ?? [],
    },
    ...change,
  });
}

/** An exception from a policy, for the team vision. */
export function exception(change: Partial<NonNullable<PolicyInput['exceptions']>[number]> = {}) {
  return {
    name: 'old-trainer',
    policy: 'image-digests' as const,
    team: 'vision',
    because: 'moved by March',
    until: '2999-03-31',
    ...change,
  };
}
