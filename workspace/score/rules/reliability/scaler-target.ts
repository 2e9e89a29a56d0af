import { looked, type ScoreRule } from '../../rule.ts';

interface ScalerSpec {
  readonly scaleTargetRef?: { readonly kind?: string; readonly name?: string };
}

/** Every scaler scales something. */
export const scalerTarget: ScoreRule = {
  id: 'RELIABILITY_SCALER_TARGET',
  section: 'reliability',
  weight: 5,
  title: 'Every autoscaler names something that is there.',
  why: 'a scaler about nothing lets the load grow and says nothing',
  fix: 'make scaleTargetRef the name of the workload',
  look: (scene) =>
    scene.of('HorizontalPodAutoscaler', 'ScaledObject').map((manifest) => {
      const { scaleTargetRef = {} } = (manifest.object['spec'] ?? {}) as ScalerSpec;
      const { kind = 'Deployment', name = '' } = scaleTargetRef;
      const { namespace } = manifest.object.metadata;
      const there = scene.has(kind, name, namespace) || isMade(name, namespace);
      return there ? looked(manifest) : looked(manifest, `no ${kind} is called ${name}`, 'spec.scaleTargetRef');

      /** Servers of a model are made by its controller, under names that begin with the model's. */
      function isMade(target: string, where: string | undefined): boolean {
        return scene
          .of('InferenceService', 'LLMInferenceService')
          .some(({ object: { metadata } }) => metadata.namespace === where && target.startsWith(`${metadata.name}-`));
      }
    }),
};
