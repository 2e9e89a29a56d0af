import { looked, type ScoreRule } from '../../rule.ts';
import { closedNamespaces } from '../closed-namespaces.ts';

/** Every namespace is closed. */
export const networkDeny: ScoreRule = {
  id: 'SECURITY_NETWORK_DENY',
  section: 'security',
  weight: 7,
  title: 'Every namespace of the platform refuses connections that nothing allows.',
  why: 'without a policy every pod of the cluster may call every other',
  fix: 'make the namespace with PlatformNamespace, or add a NetworkPolicy that selects all pods and allows nothing',
  look: (scene) => {
    const closed = closedNamespaces(scene, 'Ingress');
    return scene
      .of('Namespace')
      .map((manifest) =>
        closed.has(manifest.object.metadata.name)
          ? looked(manifest)
          : looked(manifest, 'no NetworkPolicy closes it for all its pods'),
      );
  },
};
