import { looked, type ScoreRule } from '../../rule.ts';
import { mayHoldOthers, selected } from './served-pods.ts';

/** Every Service has somebody behind it. */
export const serviceTarget: ScoreRule = {
  id: 'RELIABILITY_SERVICE_TARGET',
  section: 'reliability',
  weight: 7,
  title: 'Every Service selects pods that are there.',
  why: 'a Service without pods answers nobody, and nothing says so',
  fix: 'make the selector that of the pods',
  look: (scene) =>
    scene.of('Service').flatMap((manifest) => {
      const { selector } = (manifest.object['spec'] ?? {}) as { selector?: Record<string, string> };
      const { namespace } = manifest.object.metadata;
      if (selector === undefined) return [];
      if (selected(scene, namespace, { matchLabels: selector }).length > 0) return [looked(manifest)];
      // Whose pods are not seen is not judged.
      if (mayHoldOthers(scene, namespace)) return [];
      return [looked(manifest, 'selects no pod of its namespace', 'spec.selector')];
    }),
};
