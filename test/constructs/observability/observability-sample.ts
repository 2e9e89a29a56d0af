import type { KubernetesObject } from '../../../constructs/core/index.ts';
import type { PlatformInput } from '../../../spec/platform.ts';
import { SMALL_EDGE } from '../../edge-sample.ts';
import { rendered } from '../../sample.ts';
import { withRegistry } from '../registry/registry-sample.ts';
import { CLASSIC, LANGUAGE, servingPlatform } from '../serving/serving-sample.ts';

/** What a user writes about figures and alerts. */
export type ObservabilityInput = NonNullable<PlatformInput['observability']>;

/** One receiver of each kind. */
export const RECEIVERS: NonNullable<ObservabilityInput['receivers']> = [
  { kind: 'pagerduty', name: 'on-call', severities: ['page'] },
  { kind: 'slack', name: 'chat', channel: '#ml-platform' },
  { kind: 'webhook', name: 'hook', severities: ['ticket'] },
  {
    kind: 'email',
    name: 'mail',
    to: 'oncall@example.org',
    from: 'alerts@example.org',
    server: 'smtp.example.org:587',
    user: 'alerts',
  },
];

/** A platform with every room that is asked for figures. */
export function observedPlatform(
  change: ObservabilityInput = { receivers: RECEIVERS },
  more: Partial<PlatformInput> = {},
): PlatformInput {
  const served = servingPlatform([CLASSIC, LANGUAGE], { training: { frameworks: ['torch', 'ray', 'spark'] } });
  return { ...withRegistry({ tracking: true }, served), edge: SMALL_EDGE, observability: change, ...more };
}

/** What the room makes, without what it installs by charts. */
export function observabilityObjects(input: PlatformInput): readonly KubernetesObject[] {
  return rendered(input)
    .manifests.filter(({ room }) => room === 'observability')
    .map(({ object }) => object);
}
