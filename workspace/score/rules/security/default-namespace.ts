import { looked, type ScoreRule } from '../../rule.ts';

/** Nothing lives in the default namespace. */
export const defaultNamespace: ScoreRule = {
  id: 'SECURITY_DEFAULT_NAMESPACE',
  section: 'security',
  weight: 3,
  title: 'No object lives in the default namespace.',
  why: 'nobody owns that namespace, and nothing is enforced in it',
  fix: 'give the object the namespace of its room or team',
  look: (scene) =>
    scene.manifests
      .filter(({ object }) => object.metadata.namespace !== undefined)
      .map((manifest) =>
        manifest.object.metadata.namespace === 'default' ? looked(manifest, 'stands in default') : looked(manifest),
      ),
};
