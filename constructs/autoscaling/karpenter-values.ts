import { components } from '../../catalog/index.ts';
import type { KarpenterFacts, TargetFacts } from '../../spec/facts.ts';
import type { PlatformSpec } from '../../spec/platform.ts';

/** Nodes from which on the controller gets more memory. A round number; upstream names no limit. */
const MANY_NODES = 500;

/** Values of the Karpenter chart that Plinth sets. */
export interface KarpenterValues {
  readonly serviceAccount: { readonly name: string };
  readonly replicas: number;
  readonly controller: {
    readonly image: { readonly tag: string; readonly digest: string };
    readonly resources: {
      readonly requests: { readonly cpu: string; readonly memory: string };
      readonly limits: { readonly memory: string };
    };
  };
  readonly settings: {
    readonly clusterName: string;
    readonly eksControlPlane: boolean;
    readonly interruptionQueue: string;
    readonly featureGates: { readonly nodeOverlay: boolean };
  };
}

/**
 * The chart's values for a platform.
 *
 * @param overlays - whether node overlays are used, which are alpha and off by default
 */
export function karpenterValues(
  spec: PlatformSpec,
  facts: TargetFacts,
  karpenter: KarpenterFacts,
  overlays: boolean,
): KarpenterValues {
  const nodes = facts.pools.reduce((sum, { nodes: { elastic } }) => sum + elastic, 0);
  const memory = nodes > MANY_NODES ? '4Gi' : '1Gi';
  return {
    serviceAccount: { name: karpenter.serviceAccount },
    replicas: 2,
    controller: {
      // The chart names the digest of its own version's image: with another tag it would run the wrong one.
      image: { tag: spec.components['karpenter']?.version ?? components.karpenter.version, digest: '' },
      resources: { requests: { cpu: '1', memory }, limits: { memory } },
    },
    settings: {
      clusterName: facts.cluster,
      eksControlPlane: true,
      interruptionQueue: karpenter.interruptionQueue,
      featureGates: { nodeOverlay: overlays },
    },
  };
}
