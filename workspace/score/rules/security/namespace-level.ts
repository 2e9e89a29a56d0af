import { type Look, looked, type ScoreRule } from '../../rule.ts';

const ENFORCE = 'pod-security.kubernetes.io/enforce';

/** Every namespace says which pods it takes. */
export const namespaceLevel: ScoreRule = {
  id: 'SECURITY_NAMESPACE_LEVEL',
  section: 'security',
  weight: 8,
  title: 'Every namespace enforces the restricted level, pinned to a minor, or says why it is wider.',
  why: 'a namespace without a level takes any pod, whatever the manifests in Git say',
  fix: 'make it with PlatformNamespace, or set pod-security.kubernetes.io/enforce and enforce-version',
  look: (scene) =>
    scene.of('Namespace').map((manifest): Look => {
      const labels = manifest.object.metadata.labels ?? {};
      const [level, version] = [labels[ENFORCE], labels[`${ENFORCE}-version`]];
      if (level === undefined) return looked(manifest, 'enforces no level', `metadata.labels["${ENFORCE}"]`);
      if (version === undefined || version === 'latest')
        return looked(manifest, 'the level is not pinned to a minor', `metadata.labels["${ENFORCE}-version"]`);
      if (level === 'restricted') return looked(manifest);
      return looked(manifest, `enforces ${level}`, `metadata.labels["${ENFORCE}"]`);
    }),
};
