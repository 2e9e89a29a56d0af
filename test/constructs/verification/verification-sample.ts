import type { KubernetesObject } from '../../../constructs/core/index.ts';
import type { PlatformInput } from '../../../spec/platform.ts';
import { rendered } from '../../sample.ts';
import { observedPlatform, RECEIVERS } from '../observability/observability-sample.ts';

/** What a user writes about verification. */
export type VerificationSectionInput = NonNullable<PlatformInput['verification']>;
/** A release that is judged, as users write it. */
export type JudgedInput = NonNullable<VerificationSectionInput['releases']>[number];

/** An image with the judge in it. */
export const JUDGE_IMAGE = `registry.example.org/platform/plinth@sha256:${'0f3a'.repeat(16)}`;

/** The endpoint `defects` of the serving sample. */
export const ENDPOINT: Extract<JudgedInput, { kind: 'endpoint' }> = {
  kind: 'endpoint',
  team: 'vision',
  endpoint: 'defects',
};

/** A service of a team behind Argo Rollouts. */
export const ROLLOUT: Extract<JudgedInput, { kind: 'rollout' }> = {
  kind: 'rollout',
  team: 'vision',
  name: 'shop',
  pods: { app: 'shop' },
  services: [
    {
      name: 'shop',
      metrics: [
        {
          name: 'latency',
          kind: 'latency',
          query: 'sum(rate(shop_seconds_sum{$arm}[$step])) / sum(rate(shop_seconds_count{$arm}[$step]))',
        },
        { name: 'revenue', kind: 'business', query: 'sum(rate(shop_euro_total{$arm}[$step]))', critical: false },
      ],
    },
  ],
};

/** A platform that judges an endpoint and a Rollout. */
export function verifiedPlatform(
  change: Partial<VerificationSectionInput> = {},
  more: Partial<PlatformInput> = {},
): PlatformInput {
  const verification = { image: JUDGE_IMAGE, releases: [ENDPOINT, ROLLOUT], ...change };
  return observedPlatform({ receivers: RECEIVERS }, { verification, ...more });
}

/** What the room makes. */
export function verificationObjects(input: PlatformInput): readonly KubernetesObject[] {
  return rendered(input)
    .manifests.filter(({ room }) => room === 'verification')
    .map(({ object }) => object);
}
