import { looked, type ScoreRule } from '../../rule.ts';

interface PolicySpec {
  readonly podSelector?: object;
  readonly policyTypes?: readonly string[];
  readonly ingress?: readonly unknown[];
}

/** Every namespace is closed. */
export const networkDeny: ScoreRule = {
  id: 'SECURITY_NETWORK_DENY',
  section: 'security',
  weight: 7,
  title: 'Every namespace of the platform refuses connections that nothing allows.',
  why: 'without a policy every pod of the cluster may call every other',
  fix: 'make the namespace with PlatformNamespace, or add a NetworkPolicy that selects all pods and allows nothing',
  look: (scene) => {
    const closed = new Set(
      scene.of('NetworkPolicy').flatMap(({ object }) => {
        const { ingress = [], podSelector = {}, policyTypes = ['Ingress'] } = (object['spec'] ?? {}) as PolicySpec;
        const all = Object.keys(podSelector).length === 0 && policyTypes.includes('Ingress') && ingress.length === 0;
        return all ? [object.metadata.namespace ?? ''] : [];
      }),
    );
    return scene
      .of('Namespace')
      .map((manifest) =>
        closed.has(manifest.object.metadata.name)
          ? looked(manifest)
          : looked(manifest, 'no NetworkPolicy closes it for all its pods'),
      );
  },
};
